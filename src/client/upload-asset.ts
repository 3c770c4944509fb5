import type { Asset } from '../api/asset.ts'
import { FramefarmApiError } from './api-error.ts'
import type { Connection } from './connection.ts'
import { pause } from './pause.ts'
import { retryDelayMs } from './retry-delay.ts'

export type UploadOptions = {
  readonly signal?: AbortSignal | undefined
  /** Told how much of the file the server has. */
  readonly onProgress?: ((sent: { readonly bytes: number; readonly totalBytes: number }) => void) | undefined
  /** Files larger than this are sent in parts of this size, and go on where they stopped after a lost connection; 8 MiB where absent. */
  readonly partBytes?: number | undefined
}

const defaultPartBytes = 8 * 2 ** 20
/** Resumable uploads are those of tus 1.0 (https://tus.io/protocols/resumable-upload). */
const tus = { 'Tus-Resumable': '1.0.0' }

/**
 * Sends a photograph, a sound or a font to the server.
 * @returns its facts; a film names it by the `id`. The same content has the same id.
 */
export async function uploadAsset(connection: Connection, file: Blob, options: UploadOptions = {}): Promise<Asset> {
  if (file.size > (options.partBytes ?? defaultPartBytes)) return uploadInParts(connection, file, options)
  const headers = { 'Content-Type': file.type || 'application/octet-stream' }
  const asset = await connection.sendForJson<Asset>({
    method: 'POST',
    path: 'v1/assets',
    headers,
    body: file,
    signal: options.signal,
    // Named by its content: sent twice it is there once.
    isRepeatable: true,
  })
  options.onProgress?.({ bytes: file.size, totalBytes: file.size })
  return asset
}

async function uploadInParts(connection: Connection, file: Blob, options: UploadOptions): Promise<Asset> {
  const { signal, onProgress, partBytes = defaultPartBytes } = options
  const path = await beginUpload(connection, file, signal)
  let place: Place = { offset: 0, assetId: null }
  for (let failures = 0; place.offset < file.size || place.assetId === null;) {
    try {
      place = await sendPart(connection, { path, offset: place.offset, part: file.slice(place.offset, place.offset + partBytes), signal })
      failures = 0
    } catch (error) {
      signal?.throwIfAborted()
      const delayMs = isLost(error) ? retryDelayMs(++failures, null, connection.retry) : null
      if (delayMs === null) throw error
      await pause(delayMs, signal)
      place = placeOf(await connection.send({ method: 'HEAD', path, headers: tus, signal, isRepeatable: true }))
    }
    onProgress?.({ bytes: place.offset, totalBytes: file.size })
  }
  return connection.sendForJson<Asset>({ path: `v1/assets/${place.assetId}`, signal, isRepeatable: true })
}

/** How much of a file the server has, and, when that is all of it, what films call it. */
type Place = { readonly offset: number; readonly assetId: string | null }

/** @returns the path of the upload */
async function beginUpload(connection: Connection, file: Blob, signal: AbortSignal | undefined): Promise<string> {
  const { headers } = await connection.send({
    method: 'POST',
    path: 'v1/uploads',
    headers: { ...tus, 'Upload-Length': String(file.size), ...(file.type === '' ? {} : { 'Upload-Metadata': `filetype ${btoa(file.type)}` }) },
    signal,
    // One that was begun and never continued is dropped by the server.
    isRepeatable: true,
  })
  const location = headers.get('location')
  if (location === null) throw new FramefarmApiError({ status: 201, code: 'NO_LOCATION', detail: 'the server does not say where the upload goes' })
  return location
}

type Part = { readonly path: string; readonly offset: number; readonly part: Blob; readonly signal: AbortSignal | undefined }

async function sendPart(connection: Connection, { path, offset, part, signal }: Part): Promise<Place> {
  const response = await connection.send({
    method: 'PATCH',
    path,
    headers: { ...tus, 'Content-Type': 'application/offset+octet-stream', 'Upload-Offset': String(offset) },
    body: part,
    signal,
    // How much of a part has come is to be asked first.
    isRepeatable: false,
  })
  return placeOf(response)
}

function placeOf({ status, headers }: Response): Place {
  const offset = Number(headers.get('upload-offset') ?? Number.NaN)
  if (Number.isNaN(offset))
    throw new FramefarmApiError({ status, code: 'NO_OFFSET', detail: 'the server does not say how much of the upload it has' })
  return { offset, assetId: headers.get('asset-id') }
}

function isLost(error: unknown): boolean {
  if (!(error instanceof FramefarmApiError)) return false
  return error.code === 'UNREACHABLE' || error.code === 'UPLOAD_OFFSET_WRONG' || error.status === 502 || error.status === 504
}
