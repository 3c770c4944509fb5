import { resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Source, SourceScheme } from './film.ts'

const schemes: readonly SourceScheme[] = ['file', 'http', 'https', 'gs', 'asset']

/** Why a text is no address that can be used; `value` in its place where the text itself is not for messages. */
type SourceFault = { readonly fault: string; readonly value?: string }

/** What may be named, in words. */
export function allowedSources(folder: string | null): string {
  return folder === null ? 'an http:, https:, gs: or asset: address' : 'a path, or a file:, http:, https: or gs: address'
}

/**
 * An absolute address for what a film says of an asset, or why there is none.
 * @param folder where a plain path starts; null for a film that has come in a request, which lies nowhere
 */
export function resolveSource(text: string, folder: string | null): Source | SourceFault {
  const scheme = /^([a-z][a-z0-9+.-]+):/i.exec(text)?.[1]?.toLowerCase()
  if (scheme === undefined) {
    if (folder === null) return { fault: 'is a path, and this film has no place that it could start from' }
    if (text.includes('\0')) return { fault: 'has a zero byte in it' }
    return { text, scheme: 'file', url: pathToFileURL(resolve(folder, text)) }
  }
  const known = schemes.find((name) => name === scheme)
  if (!known) return { fault: `has the scheme ${scheme}:, which cannot be read` }
  if (!URL.canParse(text)) return { fault: 'is not a valid address' }
  const url = new URL(text)
  if (url.username !== '' || url.password !== '') {
    return { fault: 'has a user name or a password in it', value: text.replace(/\/\/[^/?#]*@/, '//***@') }
  }
  const fault = faultOfUrl(known, url)
  return fault === null ? { text, scheme: known, url } : { fault }
}

function faultOfUrl(scheme: SourceScheme, { hostname, pathname, href }: URL): string | null {
  if (scheme === 'file' && hostname !== '') return 'is a file: address with a host'
  if (scheme === 'gs' && (hostname === '' || pathname.length < 2)) return 'must be gs://BUCKET/OBJECT'
  if (scheme === 'asset' && !/^asset:sha256-[0-9a-f]{64}$/.test(href)) return 'must be asset:sha256-HEX, with 64 digits from 0 to f'
  return null
}
