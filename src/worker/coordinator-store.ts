import { randomBytes } from 'node:crypto'
import { createReadStream, createWriteStream } from 'node:fs'
import { rename, rm, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { ReadableStream } from 'node:stream/web'
import { setTimeout as sleep } from 'node:timers/promises'
import { z } from 'zod'
import { objectAnswer, objectList, putAnswer, type ObjectFacts } from '../api/stored-objects.ts'
import { FramefarmError } from '../shared/errors.ts'
import { hashOfFile } from '../shared/hash.ts'
import { throwIfCancelled } from '../shared/within.ts'
import { leftAlone } from '../storage/objects/left-alone.ts'
import { checkObjectName } from '../storage/objects/object-name.ts'
import type { ByteRange, ObjectStore, PutOptions, StoredObject } from '../storage/objects/object-store.ts'
import { storageUnavailable } from '../storage/objects/storage-unavailable.ts'
import { isOfDisk, storageError } from '../storage/storage-error.ts'
import type { CoordinatorAddress } from './http-lease-source.ts'
import { retryDelayMs } from './until-answered.ts'

/** For how long a coordinator that does not answer is asked again: it may have been started anew. */
const patienceMs = 60_000

type Ask = {
  readonly path: '' | '/facts' | '/content' | '/touch'
  readonly method?: 'GET' | 'POST' | 'DELETE'
  readonly query: Readonly<Record<string, string>>
  readonly headers?: Readonly<Record<string, string>>
  /** Opened for each attempt. */
  readonly body?: () => Promise<Readable>
  readonly signal: AbortSignal
}

const refusal = z.object({ code: z.string(), detail: z.string() })

/** The store of a farm as its coordinator gives it to workers that share none with it: over HTTP, with the worker's own token. */
export class CoordinatorStore implements ObjectStore {
  readonly address: string
  readonly #coordinator: CoordinatorAddress

  constructor(coordinator: CoordinatorAddress) {
    this.#coordinator = coordinator
    this.address = coordinator.url
  }

  addressOf(name: string): string {
    return `${this.address} (${name})`
  }

  async stat(name: string, signal: AbortSignal): Promise<StoredObject | null> {
    const { object } = objectAnswer.parse(await this.#json(name, { path: '/facts', query: { name }, signal }))
    return object && storedObject(object)
  }

  async fetch(name: string, toPath: string, signal: AbortSignal): Promise<boolean> {
    const unfinished = join(dirname(toPath), `.unfinished-${randomBytes(8).toString('hex')}`)
    try {
      const isThere = await this.#ask(name, { path: '/content', query: { name }, signal }, async ({ body }) => {
        await pipeline(Readable.fromWeb(body as ReadableStream), createWriteStream(unfinished), { signal })
        await rename(unfinished, toPath)
      })
      return isThere !== 'absent'
    } catch (cause) {
      throwIfCancelled(signal)
      throw isOfDisk(cause) ? storageError(`${toPath} could not be written`, cause) : cause
    } finally {
      await rm(unfinished, { force: true })
    }
  }

  async put(name: string, path: string, { mediaType, replace = false, signal }: PutOptions): Promise<'created' | 'exists'> {
    checkObjectName(name)
    throwIfCancelled(signal)
    const query = { name, mediaType, replace: String(replace), sha256: await hashOfFile(path) }
    const headers = { 'content-type': 'application/octet-stream', 'content-length': String((await stat(path)).size) }
    const body = async () => createReadStream(path)
    return putAnswer.parse(await this.#json(name, { path: '/content', method: 'POST', query, headers, body, signal })).put
  }

  async read(name: string, signal: AbortSignal, range?: ByteRange): Promise<Readable | null> {
    const headers = range ? { range: `bytes=${range.start}-${range.end ?? ''}` } : {}
    const answer = await this.#ask(name, { path: '/content', query: { name }, headers, signal }, async ({ body }) =>
      leftAlone(Readable.fromWeb(body as ReadableStream, { signal })),
    )
    return answer === 'absent' ? null : answer
  }

  async *list(prefix: string, signal: AbortSignal): AsyncGenerator<StoredObject> {
    const answer = await this.#ask(prefix, { path: '', query: { prefix }, signal }, async (response) => response.json())
    for (const object of objectList.parse(answer).objects) yield storedObject(object)
  }

  async touch(name: string, signal: AbortSignal): Promise<void> {
    await this.#ask(name, { path: '/touch', method: 'POST', query: { name }, signal }, drained)
  }

  async remove(name: string, signal: AbortSignal): Promise<void> {
    await this.#ask(name, { path: '/content', method: 'DELETE', query: { name }, signal }, drained)
  }

  async signedUrl(): Promise<null> {
    return null
  }

  async #json(name: string, ask: Ask): Promise<unknown> {
    return this.#ask(name, ask, async (response) => response.json())
  }

  /** What `take` makes of the answer; asked again, for a while, where none came or it broke off. @throws STORAGE_UNAVAILABLE, CANCELLED */
  async #ask<T>(name: string, ask: Ask, take: (response: Response) => Promise<T>): Promise<T | 'absent'> {
    if (ask.path !== '') checkObjectName(name)
    const endMs = performance.now() + patienceMs
    for (let attempt = 1; ; attempt++) {
      try {
        throwIfCancelled(ask.signal)
        const response = await this.#send(ask)
        if (response.ok) return await take(response)
        if (response.status === 404) return 'absent'
        throw await this.#refused(name, response)
      } catch (error) {
        throwIfCancelled(ask.signal)
        if (isOfDisk(error) || (error instanceof FramefarmError && !error.retryable)) throw error
        if (performance.now() > endMs) throw storageUnavailable(this.addressOf(name), error, { retryable: true })
      }
      await sleep(retryDelayMs(attempt), undefined, { signal: ask.signal }).catch(() => undefined)
    }
  }

  async #send({ path, method = 'GET', query, headers, body, signal }: Ask): Promise<Response> {
    const { url, token } = this.#coordinator
    const sent = body ? { body: Readable.toWeb(await body()) as NonNullable<RequestInit['body']>, duplex: 'half' as const } : {}
    const address = `${url}/v1/worker/objects${path}?${new URLSearchParams(query).toString()}`
    return fetch(address, { method, headers: { ...headers, authorization: `Bearer ${token}` }, redirect: 'error', signal, ...sent })
  }

  async #refused(name: string, response: Response): Promise<FramefarmError> {
    const said = refusal.safeParse(await response.json().catch(() => null)).data
    const reason = `the coordinator answered ${response.status}${said ? `, ${said.code}: ${said.detail}` : ''}`
    return storageUnavailable(this.addressOf(name), new Error(reason), { retryable: response.status >= 500 || response.status === 429 })
  }
}

function storedObject({ usedAt, ...facts }: ObjectFacts): StoredObject {
  return { ...facts, usedAt: new Date(usedAt) }
}

async function drained(response: Response): Promise<void> {
  await response.arrayBuffer()
}
