import type { IncomingMessage, ServerResponse } from 'node:http'
import { buffer } from 'node:stream/consumers'
import { CRC32C } from '@google-cloud/storage'
import { vi } from 'vitest'
import { serve } from './loopback.ts'

type StoredObject = { readonly bytes: Buffer; readonly contentType: string }
type FakeOptions = {
  /** How the next requests are answered, before one is heard. */
  readonly failures?: readonly number[]
  /** What comes of the bytes on their way. */
  readonly change?: (bytes: Buffer) => Buffer
}

/**
 * As much of Google's JSON API as a resumable upload asks for. The real client is pointed at it; call `vi.unstubAllEnvs` afterwards.
 * @returns what has been stored, by `bucket/object`
 */
export async function fakeGoogleBucket({ failures = [], change = (bytes) => bytes }: FakeOptions = {}): Promise<ReadonlyMap<string, StoredObject>> {
  const stored = new Map<string, StoredObject>()
  const waiting = [...failures]
  const host = await serve((request, response) => {
    buffer(request).then(
      (body) => {
        const status = waiting.shift()
        if (status === undefined) answer({ request, response, stored, host, body: change(body) })
        else response.writeHead(status, json).end(JSON.stringify({ error: { code: status, message: `fails with ${status}` } }))
      },
      () => response.destroy(),
    )
  })
  vi.stubEnv('STORAGE_EMULATOR_HOST', host)
  return stored
}

const json = { 'content-type': 'application/json' }

type Exchange = {
  readonly request: IncomingMessage
  readonly response: ServerResponse
  readonly stored: Map<string, StoredObject>
  readonly host: string
  readonly body: Buffer
}

function answer({ request, response, stored, host, body }: Exchange): void {
  const { pathname, searchParams } = new URL(request.url ?? '', host)
  const name = searchParams.get('name') ?? ''
  if (request.method === 'POST') {
    const type = String(request.headers['x-upload-content-type'])
    response.writeHead(200, { location: `${host}${pathname}?${new URLSearchParams({ name, type }).toString()}` }).end()
    return
  }
  // The client removes what was changed on its way.
  if (request.method === 'DELETE') {
    response.writeHead(204).end()
    return
  }
  const bucket = /\/b\/([^/]+)\/o$/.exec(pathname)?.[1] ?? ''
  stored.set(`${bucket}/${name}`, { bytes: body, contentType: searchParams.get('type') ?? '' })
  const crc32c = new CRC32C()
  crc32c.update(body)
  response.writeHead(200, json).end(JSON.stringify({ name, size: `${body.length}`, crc32c: crc32c.toString() }))
}
