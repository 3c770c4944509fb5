import { isAbsolute, delimiter } from 'node:path'
import { FramefarmError } from '../../shared/errors.ts'
import { allowedHostForms, parseAllowedHost } from './allowed-host.ts'
import { strictPolicy, type AssetPolicy } from './asset-policy.ts'

/** Each null where there is no such place. */
type UploadPlaces = Pick<AssetPolicy, 'assetFolder' | 'sharedAssets'>
type Environment = Readonly<Record<string, string | undefined>>

/**
 * The policy of a server: strict, with what its operator allows by FRAMEFARM_ variables.
 * @param uploads where uploaded assets lie
 * @throws TOOL_SETTING_WRONG
 */
export function policyFromEnvironment(uploads: UploadPlaces, environment: Environment = process.env): AssetPolicy {
  const list = (variable: string, separator = ',') =>
    (environment[variable] ?? '')
      .split(separator)
      .map((part) => part.trim())
      .filter((part) => part !== '')
  const files = list('FRAMEFARM_ALLOWED_FOLDERS', delimiter)
  const relative = files.find((path) => !isAbsolute(path))
  if (relative !== undefined) throw wrong('FRAMEFARM_ALLOWED_FOLDERS', relative, 'folders must be absolute paths')
  return {
    ...strictPolicy,
    files,
    ...uploads,
    buckets: list('FRAMEFARM_ALLOWED_BUCKETS'),
    privateAddresses: isTrue('FRAMEFARM_ALLOW_PRIVATE_ADDRESSES', environment) ? 'allowed' : 'refused',
    allowedHosts: list('FRAMEFARM_ALLOWED_HOSTS').map((text) => {
      const host = parseAllowedHost(text)
      if (host === null) throw wrong('FRAMEFARM_ALLOWED_HOSTS', text, `each must be ${allowedHostForms}`)
      return host
    }),
    limits: { ...strictPolicy.limits, maxBytes: maxBytes(environment) },
  }
}

function isTrue(variable: string, environment: Environment): boolean {
  const text = environment[variable] ?? ''
  if (text === 'true') return true
  if (text === 'false' || text === '') return false
  throw wrong(variable, text, 'it must be true or false')
}

function maxBytes(environment: Environment): number {
  const variable = 'FRAMEFARM_MAX_ASSET_MB'
  const text = environment[variable]?.trim() ?? ''
  if (text === '') return strictPolicy.limits.maxBytes
  const megabytes = Number(text)
  if (megabytes > 0 && Number.isFinite(megabytes)) return megabytes * 1e6
  throw wrong(variable, text, 'it must be a number of megabytes')
}

function wrong(variable: string, value: string, rule: string): FramefarmError {
  return new FramefarmError('TOOL_SETTING_WRONG', `${variable} has ${JSON.stringify(value)} in it; ${rule}`)
}
