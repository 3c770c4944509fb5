import { pipeline } from 'node:stream/promises'
import type { Request, Response } from 'express'
import { FramefarmError, messageOf } from '../../shared/errors.ts'
import type { ByteRange, ObjectStore, StoredObject } from '../../storage/objects/object-store.ts'

type Wanted = { readonly store: ObjectStore; readonly name: string; readonly signal: AbortSignal }

/**
 * Sends a file of a store, or the part of it that the request asks for. The headers that say what it is are set already.
 * @returns false where there is none; nothing has been answered then
 * @throws RANGE_WRONG, STORAGE_UNAVAILABLE
 */
export async function sendStored(response: Response, { store, name, signal }: Wanted): Promise<boolean> {
  const { req: request } = response
  const found = await store.stat(name, signal)
  if (!found) return false
  const etag = etagOf(found)
  response.set({ 'Accept-Ranges': 'bytes', ETag: etag })
  if (request.fresh) {
    response.status(304).end()
    return true
  }
  const range = wantedRange(request, found.bytes, etag)
  if (range === 'none') {
    response.set('Content-Range', `bytes */${found.bytes}`)
    throw new FramefarmError('RANGE_WRONG', `the file has ${found.bytes} bytes`)
  }
  const { start, end } = range ?? { start: 0, end: found.bytes - 1 }
  response.status(range ? 206 : 200).set('Content-Length', String(end - start + 1))
  if (range) response.set('Content-Range', `bytes ${start}-${end}/${found.bytes}`)
  if (request.method === 'HEAD') response.end()
  else await sendBody(response, { store, name, signal }, range)
  return true
}

async function sendBody(response: Response, { store, name, signal }: Wanted, range: ByteRange | null): Promise<void> {
  const body = await (range ? store.read(name, signal, range) : store.read(name, signal))
  if (!body) throw new FramefarmError('STORAGE_UNAVAILABLE', `${store.addressOf(name)} went away while it was being sent`)
  try {
    await pipeline(body, response)
  } catch (cause) {
    // Whoever has gone away needs no answer.
    if (signal.aborted || (response.destroyed && !body.errored)) return
    throw new FramefarmError('STORAGE_UNAVAILABLE', `${store.addressOf(name)} could not be read to its end: ${messageOf(cause)}`, { cause })
  }
}

function etagOf({ bytes, crc32c, usedAt }: StoredObject): string {
  return `"${bytes.toString(16)}-${crc32c ?? usedAt.getTime().toString(16)}"`
}

/** null for the whole file, also where the request knows another one. Of several parts, the file as a whole is sent. */
function wantedRange(request: Request, bytes: number, etag: string): { readonly start: number; readonly end: number } | 'none' | null {
  const known = request.headers['if-range']
  if (known !== undefined && known !== etag) return null
  const ranges = request.range(bytes)
  if (ranges === -1) return 'none'
  if (ranges === undefined || ranges === -2 || ranges.type !== 'bytes' || ranges.length !== 1) return null
  return ranges[0] ?? null
}
