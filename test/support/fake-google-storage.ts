import type { IncomingMessage, ServerResponse } from 'node:http'
import { buffer } from 'node:stream/consumers'
import { vi } from 'vitest'
import { crc32cOf, FakeBuckets, type FakeObject } from './fake-google-buckets.ts'
import { FakeUploads } from './fake-google-uploads.ts'
import { serve } from './loopback.ts'

type FakeOptions = {
  /** Content by `bucket/object`. */
  readonly objects?: Readonly<Record<string, Buffer>>
  /** How the next requests are answered, before one is heard: with a status, or by a connection that is cut. */
  readonly failures?: readonly (number | 'cut')[]
  /** What comes of the bytes on their way here. */
  readonly change?: (bytes: Buffer) => Buffer
  /** For the next parts of uploads: after how many bytes the connection is cut. */
  readonly cutUploads?: readonly number[]
  /** For the next downloads: after how many bytes the connection is cut, or what comes of them on their way. */
  readonly downloads?: readonly (number | ((bytes: Buffer) => Buffer))[]
  /** How many objects a list has before the next page. */
  readonly pageSize?: number
}

type FakeGoogle = {
  /** By `bucket/object`. */
  readonly stored: ReadonlyMap<string, FakeObject>
  /** Method and path of each request. */
  readonly asked: readonly string[]
}

type Exchange = {
  readonly request: IncomingMessage
  readonly response: ServerResponse
  readonly query: URLSearchParams
  readonly body: Buffer
}

/**
 * As much of Google's JSON API as a store asks for. The real client is pointed at it; call `vi.unstubAllEnvs` afterwards.
 * Like the original it holds preconditions, keeps what has come of an upload that is cut, and says the checksum of what it has.
 */
export async function fakeGoogleStorage(options: FakeOptions = {}): Promise<FakeGoogle> {
  const { objects = {}, failures = [], change = (bytes) => bytes, cutUploads = [], downloads = [], pageSize = 1000 } = options
  const buckets = new FakeBuckets(objects)
  const uploads = new FakeUploads(buckets, change, [...cutUploads])
  const [waiting, nextDownloads] = [[...failures], [...downloads]]
  const asked: string[] = []
  const host = await serve((request, response) => {
    const { pathname, searchParams: query } = new URL(request.url ?? '', 'http://fake')
    asked.push(`${request.method} ${pathname}`)
    const failure = waiting.shift()
    if (failure === 'cut') request.socket.destroy()
    else if (failure !== undefined) sendError(response, failure, `fails with ${failure}`)
    else if (pathname.startsWith('/upload/')) uploads.answer(request, response, { host: `http://${request.headers.host}`, pathname, query })
    else {
      const [, bucket = '', object] = /^\/b\/([^/]+)\/o(?:\/([^/]+))?$/.exec(pathname) ?? []
      buffer(request).then(
        (body) => {
          const exchange = { request, response, query, body }
          if (object === undefined) list(buckets, bucket, pageSize, exchange)
          else answer(buckets, `${bucket}/${decodeURIComponent(object)}`, nextDownloads, exchange)
        },
        () => response.destroy(),
      )
    }
  })
  vi.stubEnv('STORAGE_EMULATOR_HOST', host)
  return { stored: buckets.stored, asked }
}

function answer(buckets: FakeBuckets, key: string, downloads: (number | ((bytes: Buffer) => Buffer))[], exchange: Exchange): void {
  const { request, response, query, body } = exchange
  const found = buckets.stored.get(key)
  if (!found) return sendError(response, 404, `No such object: ${key}`, query.get('alt') === 'media')
  if (request.method === 'GET' && query.get('alt') === 'media') return download(found, downloads.shift(), exchange)
  if (buckets.isForbiddenBy(key, query)) return sendError(response, 412, 'At least one of the pre-conditions you specified did not hold.')
  if (request.method === 'DELETE') {
    buckets.stored.delete(key)
    response.writeHead(204).end()
    return
  }
  if (request.method === 'PATCH') {
    const { customTime } = JSON.parse(body.toString()) as { readonly customTime: string }
    if (found.customTime !== undefined && customTime < found.customTime) return sendError(response, 400, 'customTime may not go back')
    buckets.stored.set(key, { ...found, customTime, metageneration: found.metageneration + 1 })
  }
  sendJson(response, 200, buckets.metadataOf(key))
}

function list(buckets: FakeBuckets, bucket: string, pageSize: number, { response, query }: Exchange): void {
  const beginning = `${bucket}/${query.get('prefix') ?? ''}`
  const keys = [...buckets.stored.keys()].filter((key) => key.startsWith(beginning)).toSorted()
  const from = Number(query.get('pageToken') ?? 0)
  const next = from + pageSize < keys.length ? { nextPageToken: String(from + pageSize) } : {}
  sendJson(response, 200, { kind: 'storage#objects', items: keys.slice(from, from + pageSize).map((key) => buckets.metadataOf(key)), ...next })
}

function download(
  { bytes, contentType }: FakeObject,
  fault: number | ((bytes: Buffer) => Buffer) | undefined,
  { request, response }: Exchange,
): void {
  const [, start, end = ''] = /^bytes=(\d+)-(\d*)$/.exec(request.headers.range ?? '') ?? []
  const part = start === undefined ? bytes : bytes.subarray(Number(start), end === '' ? bytes.length : Number(end) + 1)
  response.writeHead(start === undefined ? 200 : 206, {
    'content-type': contentType,
    'content-length': part.length,
    'x-goog-stored-content-encoding': 'identity',
    'x-goog-hash': `crc32c=${crc32cOf(bytes)}`,
  })
  if (typeof fault === 'number') response.write(part.subarray(0, fault), () => setTimeout(() => response.destroy(), 20))
  else response.end(fault ? fault(part) : part)
}

function sendJson(response: ServerResponse, status: number, value: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(value))
}

/** Downloads are refused in plain text. */
function sendError(response: ServerResponse, code: number, message: string, isPlain = false): void {
  if (isPlain) response.writeHead(code, { 'content-type': 'text/html' }).end(message)
  else sendJson(response, code, { error: { code, message, errors: [{ message }] } })
}
