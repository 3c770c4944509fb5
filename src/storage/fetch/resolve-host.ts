import type { LookupAddress } from 'node:dns'
import { lookup } from 'node:dns/promises'
import { isIP } from 'node:net'
import { messageOf } from '../../shared/errors.ts'
import { within } from '../../shared/within.ts'
import type { AssetPolicy } from './asset-policy.ts'
import { assetRefused, nothingPublic, refusalOfTarget, refusalOfUrl, targetOf } from './refusal.ts'

/** All addresses of a host name. */
export type ResolveHost = (hostname: string) => Promise<readonly LookupAddress[]>

export const systemResolver: ResolveHost = (hostname) => lookup(hostname, { all: true })

type Asking = { readonly text: string; readonly policy: AssetPolicy; readonly resolveHost: ResolveHost; readonly signal: AbortSignal }

/**
 * The addresses to which a connection for this URL may be made, resolved once. A caller that connects to them, and to no other,
 * cannot be led elsewhere by a name that means another address a moment later.
 * @param asking.text what messages call the source
 * @throws ASSET_REFUSED where there is none; what the resolver throws, where private addresses are allowed
 */
export async function allowedAddresses(url: URL, { text, policy, resolveHost, signal }: Asking): Promise<readonly LookupAddress[]> {
  const refusal = refusalOfUrl(url, policy)
  if (refusal) throw assetRefused(text, refusal)
  const { hostname } = targetOf(url, '')
  const literal = isIP(hostname)
  if (literal !== 0) return [{ address: hostname, family: literal }]
  const found = await within(resolving(hostname, { text, policy, resolveHost }), {
    ...{ ms: policy.limits.idleMs, signal },
    timedOut: () => new Error(`${hostname} could not be resolved in time`),
  })
  const refusals = found.map(({ address }) => refusalOfTarget(targetOf(url, address), policy))
  const allowed = found.filter((_, index) => refusals[index] === null)
  if (allowed.length > 0) return allowed
  throw assetRefused(text, refusals.find((one) => one !== null && one !== undefined) ?? nothingPublic(`${hostname} has no address`))
}

async function resolving(hostname: string, { text, policy, resolveHost }: Omit<Asking, 'signal'>): Promise<readonly LookupAddress[]> {
  try {
    return await resolveHost(hostname)
  } catch (cause) {
    if (policy.privateAddresses === 'allowed') throw cause
    throw assetRefused(text, nothingPublic(messageOf(cause)))
  }
}
