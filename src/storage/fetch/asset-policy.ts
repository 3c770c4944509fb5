import type { ObjectStore } from '../objects/object-store.ts'
import type { AllowedHost } from './allowed-host.ts'

/** What of the world a film may use: decided by whoever runs Framefarm, never by the film. */
export type AssetPolicy = {
  /** Files of this machine: all, or those below these folders (absolute paths). */
  readonly files: 'all' | readonly string[]
  /** Where uploaded assets lie, each under the name `sha256-HEX`; null where nothing can be uploaded. */
  readonly assetFolder: string | null
  /** What machines share, where uploaded assets are that are not here; null where there is one machine. */
  readonly sharedAssets: ObjectStore | null
  /** Google Cloud Storage is read with the rights of this process, which may be more than those of whoever sent the film. */
  readonly buckets: 'all' | readonly string[]
  readonly privateAddresses: 'allowed' | 'refused'
  /** Exceptions from the line above and the line below. */
  readonly allowedHosts: readonly AllowedHost[]
  readonly ports: 'all' | readonly number[]
  /** Whether a server's own word for what it sends counts: a web page is then refused where an image is wanted. */
  readonly mediaTypes: 'any' | 'checked'
  /** SVG: a few bytes of it can take a core for hours. */
  readonly drawings: 'allowed' | 'refused'
  readonly limits: AssetLimits
}

export type AssetLimits = {
  /** Of one file. */
  readonly maxBytes: number
  /** Of all files of a film that are downloaded. */
  readonly maxFilmBytes: number
  /** From the first connection to the last byte, redirects included. */
  readonly totalMs: number
  /** Between one byte and the next. */
  readonly idleMs: number
  /** Width times height. */
  readonly maxImagePixels: number
  readonly maxSoundS: number
}

/** For films of one's own, from the command line: all that its user could open as well. */
export const trustingPolicy: AssetPolicy = {
  files: 'all',
  assetFolder: null,
  sharedAssets: null,
  buckets: 'all',
  privateAddresses: 'allowed',
  allowedHosts: [],
  ports: 'all',
  mediaTypes: 'any',
  drawings: 'allowed',
  // Larger than any photograph or an hour of WAV; a phone of 2025 takes 200 megapixels.
  limits: { maxBytes: 1e9, maxFilmBytes: Number.POSITIVE_INFINITY, totalMs: 120_000, idleMs: 30_000, maxImagePixels: 200e6, maxSoundS: 24 * 3600 },
}

/** For films of others, as they come in a request: the public web, and nothing else unless it is allowed by name. */
export const strictPolicy: AssetPolicy = {
  files: [],
  assetFolder: null,
  sharedAssets: null,
  buckets: [],
  privateAddresses: 'refused',
  allowedHosts: [],
  ports: [80, 443, 8080, 8443],
  mediaTypes: 'checked',
  drawings: 'refused',
  limits: { maxBytes: 250e6, maxFilmBytes: 2e9, totalMs: 120_000, idleMs: 15_000, maxImagePixels: 100e6, maxSoundS: 4 * 3600 },
}
