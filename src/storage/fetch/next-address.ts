import { assetRefused, unavailable } from './refusal.ts'

const redirects = [301, 302, 303, 307, 308]

type Answer = { readonly statusCode?: number | undefined; readonly headers: { readonly location?: string | undefined } }

/**
 * Where an answer sends us on to, unchecked but for its scheme; null where it is the last one.
 * From https nothing leads back to http: whoever named an address that nobody on the way can change is to get what lies there.
 * @throws ASSET_UNAVAILABLE, ASSET_REFUSED
 */
export function nextAddress({ statusCode = 0, headers: { location } }: Answer, from: URL, text: string): URL | null {
  if (!redirects.includes(statusCode) || location === undefined || !URL.canParse(location, from.href)) return null
  const next = new URL(location, from)
  if (from.protocol === 'https:' && next.protocol === 'http:') throw unavailable(text, 'it redirects from https to http')
  if (!/^https?:$/.test(next.protocol)) throw assetRefused(text, { reason: 'it redirects to what is no web address', detail: next.href })
  return next
}
