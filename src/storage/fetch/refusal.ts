import { isIP } from 'node:net'
import { isAbsolute, relative, resolve, sep } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Source } from '../../film/film.ts'
import { FramefarmError } from '../../shared/errors.ts'
import { isAllowedHost, type Target } from './allowed-host.ts'
import type { AssetPolicy } from './asset-policy.ts'
import { privateRangeOf } from './public-address.ts'

/** Why a source may not be used: `reason` for whoever wrote the film, who learns nothing of our network; `detail` for the operator. */
export type Refusal = { readonly reason: string; readonly detail: string }

const notPublic = 'it does not lead to an address that may be fetched from'

/** What can be said against a source without asking anybody for it: no name is resolved, no file looked at. */
export function refusalOf({ scheme, url, text }: Source, policy: AssetPolicy): Refusal | null {
  switch (scheme) {
    case 'file':
      return refusalOfPath(url, policy)
    case 'asset':
      return policy.assetFolder === null
        ? { reason: 'only a server has uploaded assets; give a path or an address', detail: 'no folder of assets is set' }
        : null
    case 'gs': {
      const { bucket } = bucketAndObject(text)
      const isAllowed = policy.buckets === 'all' || policy.buckets.includes(bucket)
      return isAllowed ? null : { reason: 'its bucket is not one that may be read', detail: `the bucket ${bucket} is not among those allowed` }
    }
    case 'http':
    case 'https':
      return refusalOfUrl(url, policy)
  }
}

/** The same for a web address, be it a film's or that of a redirect. Of a host by its name more is known when it is resolved. */
export function refusalOfUrl(url: URL, policy: AssetPolicy): Refusal | null {
  if (url.protocol !== 'http:' && url.protocol !== 'https:') return { reason: notPublic, detail: `the scheme ${url.protocol} is no web address` }
  if (url.username !== '' || url.password !== '') return { reason: 'it has a user name or a password in it', detail: `of the host ${url.hostname}` }
  const { hostname } = targetOf(url, '')
  return isIP(hostname) === 0 ? null : refusalOfTarget(targetOf(url, hostname), policy)
}

/** Whether a connection may be made to an address. */
export function refusalOfTarget(target: Target, { privateAddresses, allowedHosts, ports }: AssetPolicy): Refusal | null {
  if (isAllowedHost(allowedHosts, target)) return null
  const { hostname, address, port } = target
  const range = privateAddresses === 'allowed' ? null : privateRangeOf(address)
  if (range !== null) return { reason: notPublic, detail: `${hostname} is ${address} (${range}); FRAMEFARM_ALLOWED_HOSTS can allow it` }
  if (ports === 'all' || ports.includes(port)) return null
  return { reason: `its port is none of ${ports.join(', ')}`, detail: `port ${port} of ${hostname}; FRAMEFARM_ALLOWED_HOSTS can allow it` }
}

export function targetOf(url: URL, address: string): Target {
  const port = url.port === '' ? (url.protocol === 'https:' ? 443 : 80) : Number(url.port)
  return { hostname: url.hostname.replace(/^\[(.*)\]$/, '$1'), address, port }
}

/** Said of names that do not resolve too: whoever sent the film is not to find out which names there are. */
export function nothingPublic(detail: string): Refusal {
  return { reason: notPublic, detail }
}

export function assetRefused(text: string, { reason, detail }: Refusal): FramefarmError {
  return new FramefarmError('ASSET_REFUSED', `${text} may not be used: ${reason}`, { detail })
}

/** A download that failed for a reason that may be told to anybody. */
export function unavailable(text: string, reason: string): FramefarmError {
  return new FramefarmError('ASSET_UNAVAILABLE', `${text} could not be downloaded: ${reason}`)
}

/** As Google's tools read it: what follows the bucket is the object's name, letter by letter. */
export function bucketAndObject(text: string): { readonly bucket: string; readonly object: string } {
  const [, bucket = '', object = ''] = /^gs:\/\/([^/]+)\/(.+)$/is.exec(text) ?? []
  return { bucket, object }
}

/** Whether a path is below one of the folders. */
export function isBelow(path: string, folders: readonly string[]): boolean {
  return folders.some((folder) => {
    const inside = relative(resolve(folder), path)
    return inside !== '' && inside !== '..' && !inside.startsWith(`..${sep}`) && !isAbsolute(inside)
  })
}

function refusalOfPath(url: URL, { files }: AssetPolicy): Refusal | null {
  if (files === 'all') return null
  try {
    if (isBelow(fileURLToPath(url), files)) return null
  } catch {
    // No path at all; refused as well.
  }
  return refusedFile
}

export const refusedFile: Refusal = {
  reason: 'files of this machine are not read for this film',
  detail: 'it is not below one of the folders in FRAMEFARM_ALLOWED_FOLDERS',
}
