import { createHash } from 'node:crypto'
import { createWriteStream } from 'node:fs'
import { Transform, type Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { FramefarmError } from '../../../shared/errors.ts'

export type Received = { readonly sha256: string; readonly bytes: number }

type Target = {
  readonly path: string
  /** More is refused as it comes. */
  readonly maxBytes: number
  /** `a` goes on where the file ends. */
  readonly flags: 'wx' | 'a'
}

/**
 * Streams a body to a file, counted and hashed on the way, down to the disk.
 * @throws REQUEST_TOO_LARGE, and what streams throw when the client goes away
 */
export async function receiveFile(body: Readable, { path, maxBytes, flags }: Target): Promise<Received> {
  const hash = createHash('sha256')
  let bytes = 0
  const count = new Transform({
    transform(part: Buffer, _encoding, done) {
      bytes += part.length
      if (bytes > maxBytes) {
        done(tooLarge(maxBytes))
        return
      }
      hash.update(part)
      done(null, part)
    },
  })
  // The request itself is not destroyed by a failure: it has still to be answered.
  const parts = body.iterator({ destroyOnReturn: false })
  await pipeline(parts, count, createWriteStream(path, { flags, flush: true }))
  return { sha256: hash.digest('hex'), bytes }
}

export function tooLarge(maxBytes: number): FramefarmError {
  return new FramefarmError('REQUEST_TOO_LARGE', `the file is larger than the ${maxBytes} bytes that are left for it`)
}
