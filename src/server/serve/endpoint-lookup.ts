import type { AssetPolicy } from '../../storage/fetch/asset-policy.ts'
import { pinnedTo } from '../../storage/fetch/pinned-to.ts'
import { allowedAddresses, systemResolver } from '../../storage/fetch/resolve-host.ts'
import type { LookupFor } from '../../webhooks/post-webhook.ts'

/** Webhooks go where assets may come from, and nowhere else. */
export function endpointLookup(policy: AssetPolicy): LookupFor {
  return async (url, signal) => pinnedTo(await allowedAddresses(url, { text: url.host, policy, resolveHost: systemResolver, signal }))
}
