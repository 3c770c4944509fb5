import { EventEmitter } from 'node:events'
import { createWriteStream } from 'node:fs'
import { access, constants, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { Readable, Transform } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { fileURLToPath } from 'node:url'
import type { Source, SourceScheme } from '../film/film.ts'
import { FramefarmError, hasSystemCode, messageOf } from '../shared/errors.ts'
import { hashOf } from '../shared/hash.ts'
import { throwIfCancelled } from '../shared/within.ts'
import { storageError } from './storage-error.ts'

/** Larger than any photograph or an hour of WAV. */
const maxBytes = 1e9
const downloadMs = 120_000

type Reader = (source: Source, signal: AbortSignal) => Promise<Readable>

/** One reader for each scheme that is not a local file. */
const readers: Readonly<Record<Exclude<SourceScheme, 'file'>, Reader>> = { http: openHttp, https: openHttp, gs: openGoogleStorage }

/**
 * A local path for an asset: the file itself, or a download into `folder`.
 * @throws ASSET_UNAVAILABLE, DISK_FULL, CANCELLED
 */
export async function fetchSource(source: Source, folder: string, signal: AbortSignal): Promise<string> {
  if (source.scheme === 'file') return localFile(source)
  const path = join(folder, hashOf(source.url.href))
  try {
    const limited = AbortSignal.any([signal, AbortSignal.timeout(downloadMs)])
    const body = await readers[source.scheme](source, limited)
    await pipeline(body, sizeLimit(), createWriteStream(path), { signal: limited })
    return path
  } catch (cause) {
    throwIfCancelled(signal)
    if (cause instanceof FramefarmError) throw cause
    if (hasSystemCode(cause, 'ENOSPC')) throw storageError(`${source.text} could not be stored`, cause)
    throw new FramefarmError('ASSET_UNAVAILABLE', `${source.text} could not be downloaded: ${reasonOf(cause)}`, { cause })
  }
}

async function localFile(source: Source): Promise<string> {
  let path = source.url.pathname
  try {
    path = fileURLToPath(source.url)
    await access(path, constants.R_OK)
    const info = await stat(path)
    if (info.isFile()) return path
  } catch (cause) {
    const reason = hasSystemCode(cause, 'ENOENT') ? 'there is no such file' : messageOf(cause)
    throw new FramefarmError('ASSET_UNAVAILABLE', `${source.text} could not be read: ${reason}`, { detail: path, cause })
  }
  throw new FramefarmError('ASSET_UNAVAILABLE', `${source.text} is not a file`, { detail: path })
}

async function openHttp({ url, text }: Source, signal: AbortSignal): Promise<Readable> {
  const response = await fetch(url, { signal })
  if (!response.ok) throw new FramefarmError('ASSET_UNAVAILABLE', `${text} could not be downloaded: the server answered ${response.status}`)
  return response.body ? Readable.fromWeb(response.body) : Readable.from([])
}

async function openGoogleStorage({ text }: Source): Promise<Readable> {
  // Loaded only for a film that uses it: the client takes a third of a second to start.
  const { Storage } = await import('@google-cloud/storage')
  // Each download puts 11 listeners on a stream inside the client, and Node warns above 10 (googleapis/google-cloud-node#9185).
  EventEmitter.defaultMaxListeners = Math.max(EventEmitter.defaultMaxListeners, 16)
  // As Google's tools read it: what follows the bucket is the object's name, letter by letter.
  const [, bucket = '', object = ''] = /^gs:\/\/([^/]+)\/(.+)$/is.exec(text) ?? []
  return new Storage().bucket(bucket).file(object).createReadStream()
}

function sizeLimit(): Transform {
  let bytes = 0
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      bytes += chunk.length
      if (bytes > maxBytes) done(new Error(`it is larger than ${maxBytes / 1e6} MB`))
      else done(null, chunk)
    },
  })
}

/** fetch says only "fetch failed"; its cause says why. */
function reasonOf(error: unknown): string {
  if (error instanceof Error && error.name === 'TimeoutError') return `it took longer than ${downloadMs / 1000} s`
  return error instanceof Error && error.cause instanceof Error ? error.cause.message : messageOf(error)
}
