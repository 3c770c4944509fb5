import type { Asset } from '../api/asset.ts'
import { FramefarmApiError } from './api-error.ts'
import type { Connection } from './connection.ts'
import { pause } from './pause.ts'
import { retryDelayMs } from './retry-delay.ts'

export type UploadOptions = {
  readonly signal?: AbortSignal
  /** Told how much of the file the server has. */
  readonly onProgress?: (sent: { readonly bytes: number; readonly totalBytes: number }) => void
  /** Files larger than this are sent in parts of this size, and go on where they stopped after a lost connection; 8 MiB where absent. */
  readonly partBytes?: number
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
  let offset = 0
  let failures = 0
  while (offset < file.size) {
    try {
      offset = await sendPart(connection, { path, offset, part: file.slice(offset, offset + partBytes), signal })
      failures = 0
    } catch (error) {
      signal?.throwIfAborted()
      const delayMs = isLost(error) ? retryDelayMs(++failures, null, connection.retry) : null
      if (delayMs === null) throw error
      await pause(delayMs, signal)
      offset = await offsetOf(connection, path, signal)
    }
    onProgress?.({ bytes: offset, totalBytes: file.size })
  }
  return connection.sendForJson<Asset>({ path, signal, isRepeatable: true })
}

/** @returns the path of the upload */
async function beginUpload(connection: Connection, file: Blob, signal: AbortSignal | undefined): Promise<string> {
  const { headers } = await connection.send({
    method: 'POST',
    path: 'v1/uploads',
    headers: { ...tus, 'Upload-Length': String(file.size) },
    signal,
    // One that was begun and never continued is dropped by the server.
    isRepeatable: true,
  })
  const location = headers.get('location')
  if (location === null) throw new FramefarmApiError({ status: 201, code: 'NO_LOCATION', detail: 'the server does not say where the upload goes' })
  return location
}

type Part = { readonly path: string; readonly offset: number; readonly part: Blob; readonly signal: AbortSignal | undefined }

/** @returns how much the server has now */
async function sendPart(connection: Connection, { path, offset, part, signal }: Part): Promise<number> {
  const { headers } = await connection.send({
    method: 'PATCH',
    path,
    headers: { ...tus, 'Content-Type': 'application/offset+octet-stream', 'Upload-Offset': String(offset) },
    body: part,
    signal,
    // How much of a part has come is to be asked first.
    isRepeatable: false,
  })
  return Number(headers.get('upload-offset') ?? offset + part.size)
}

async function offsetOf(connection: Connection, path: string, signal: AbortSignal | undefined): Promise<number> {
  const { headers } = await connection.send({ method: 'HEAD', path, headers: tus, signal, isRepeatable: true })
  return Number(headers.get('upload-offset') ?? 0)
}

function isLost(error: unknown): boolean {
  if (!(error instanceof FramefarmApiError)) return false
  return error.code === 'UNREACHABLE' || error.code === 'UPLOAD_OFFSET_WRONG' || error.status === 502 || error.status === 504
}
