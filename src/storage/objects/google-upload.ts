import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import { pipeline } from 'node:stream/promises'
import type { File } from '@google-cloud/storage'
import { googleStatus } from './google-client.ts'
import type { PutOptions } from './object-store.ts'

/** How much is sent again where the connection was cut; Google takes multiples of 256 KiB. */
const partBytes = 8 * 1024 * 1024

/** The HTTP status for a generation that is not the one that was said. */
export const preconditionFailed = 412

type Upload = Pick<PutOptions, 'mediaType' | 'signal'> & {
  /** That is to be replaced; 0 where nothing may be there. */
  readonly generation: number
}

/**
 * Sends a file in parts, going on after a cut connection from where the bucket has it; its checksum is compared at the end.
 * @returns false where another generation is there
 * @throws what the client throws
 */
export async function uploadFile(file: File, path: string, { mediaType, signal, generation }: Upload): Promise<boolean> {
  const { size } = await stat(path)
  const metadata = { contentType: mediaType, contentLength: size, customTime: new Date().toISOString() }
  const preconditionOpts = { ifGenerationMatch: generation }
  // Only what goes in parts can go on after a cut; nothing at all has no first part.
  const parts = size === 0 ? {} : { chunkSize: partBytes }
  const upload = file.createWriteStream({ resumable: true, ...parts, validation: 'crc32c', metadata, preconditionOpts })
  try {
    await pipeline(createReadStream(path), upload, { signal })
    return true
  } catch (cause) {
    if (googleStatus(cause) === preconditionFailed) return false
    throw cause
  }
}
