import { randomUUID } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { json } from 'node:stream/consumers'
import type { FakeBuckets } from './fake-google-buckets.ts'

type Session = {
  readonly key: string
  readonly query: URLSearchParams
  readonly contentType: string
  readonly customTime: string | undefined
  kept: Buffer
}

type Address = { readonly host: string; readonly pathname: string; readonly query: URLSearchParams }

/** Of what comes of a part that is cut off, only whole multiples are kept. */
const keptBytes = 256 * 1024

/** Resumable uploads into fake buckets. */
export class FakeUploads {
  readonly #sessions = new Map<string, Session>()
  readonly #buckets: FakeBuckets
  readonly #change: (bytes: Buffer) => Buffer
  readonly #cuts: number[]

  constructor(buckets: FakeBuckets, change: (bytes: Buffer) => Buffer, cuts: number[]) {
    this.#buckets = buckets
    this.#change = change
    this.#cuts = cuts
  }

  answer(request: IncomingMessage, response: ServerResponse, address: Address): void {
    const work = request.method === 'POST' ? this.#begin(request, response, address) : this.#goOn(request, response, address)
    work.catch(() => response.destroy())
  }

  async #begin(request: IncomingMessage, response: ServerResponse, { host, pathname, query }: Address): Promise<void> {
    const { customTime } = (await json(request)) as { readonly customTime?: string }
    const key = `${/\/b\/([^/]+)\/o$/.exec(pathname)?.[1]}/${query.get('name')}`
    if (this.#buckets.isForbiddenBy(key, query)) return refuse(response)
    const id = randomUUID()
    const contentType = String(request.headers['x-upload-content-type'])
    this.#sessions.set(id, { key, query, contentType, customTime, kept: Buffer.alloc(0) })
    response.writeHead(200, { location: `${host}${pathname}?upload_id=${id}` }).end()
  }

  async #goOn(request: IncomingMessage, response: ServerResponse, { query }: Address): Promise<void> {
    const session = this.#sessions.get(query.get('upload_id') ?? '')
    const [, from, total] = /^bytes (\*|\d+)(?:-(?:\d+|\*))?\/(\*|\d+)$/.exec(request.headers['content-range'] ?? '') ?? []
    if (!session || total === undefined) {
      response.writeHead(404).end()
      return
    }
    if (from !== '*') {
      if (Number(from) !== session.kept.length) {
        response.writeHead(400).end()
        return
      }
      await this.#receive(request, session)
    }
    if (request.destroyed && !request.complete) return
    if (session.kept.length === Number(total)) this.#finish(session, response)
    else response.writeHead(308, session.kept.length === 0 ? {} : { range: `bytes=0-${session.kept.length - 1}` }).end()
  }

  async #receive(request: IncomingMessage, session: Session): Promise<void> {
    const before = session.kept
    const cut = request.headers['content-length'] === '0' ? undefined : this.#cuts.shift()
    const parts: Buffer[] = []
    let bytes = 0
    for await (const part of request as AsyncIterable<Buffer>) {
      parts.push(part)
      bytes += part.length
      if (cut === undefined || bytes < cut) continue
      session.kept = Buffer.concat([before, Buffer.concat(parts).subarray(0, cut - (cut % keptBytes))])
      request.socket.destroy()
      return
    }
    session.kept = Buffer.concat([before, ...parts])
  }

  #finish({ key, query, contentType, customTime, kept }: Session, response: ServerResponse): void {
    if (this.#buckets.isForbiddenBy(key, query)) return refuse(response)
    this.#buckets.write(key, { bytes: this.#change(kept), contentType, ...(customTime === undefined ? {} : { customTime }) })
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(this.#buckets.metadataOf(key)))
  }
}

function refuse(response: ServerResponse): void {
  const message = 'At least one of the pre-conditions you specified did not hold.'
  response.writeHead(412, { 'content-type': 'application/json' }).end(JSON.stringify({ error: { code: 412, message } }))
}
