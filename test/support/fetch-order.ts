import { strictPolicy, trustingPolicy, type AssetPolicy } from '../../src/storage/fetch/asset-policy.ts'
import { parseAllowedHost } from '../../src/storage/fetch/allowed-host.ts'

const noSignal = new AbortController().signal

/** What fetchSource is told for an image of one's own film. */
export function trusting(folder: string, signal = noSignal) {
  return { folder, kind: 'image', policy: trustingPolicy, signal } as const
}

/** The same for a film of others. @param allowed hosts as an operator writes them */
export function strict(folder: string, { allowed = [], ...policy }: Partial<AssetPolicy> & { allowed?: readonly string[] } = {}) {
  const allowedHosts = allowed.map(parseAllowedHost).filter((host) => host !== null)
  return { folder, kind: 'image', policy: { ...strictPolicy, allowedHosts, ...policy }, signal: noSignal } as const
}
