import { text } from 'node:stream/consumers'
import { setTimeout as sleep } from 'node:timers/promises'
import pLimit from 'p-limit'
import { unlessCancelled } from '../shared/within.ts'
import { parseSeal, type ChunkSeal } from './chunk-seal.ts'
import type { ObjectStore, PutOptions, StoredObject } from './objects/object-store.ts'
import { touchDaily } from './objects/touch-daily.ts'

/** The files of a chunk that are to be shared. */
type ChunkFiles = { readonly path: string; readonly sealPath: string }

/** A film may have hundreds of chunks; each question is a connection. */
const side = 8
/** A file that has no seal after so long has been left by a machine that is gone. */
const sealingMs = 10_000
const pauseMs = 250

/** Finished chunks in a store that several machines use: `chunks/HASH.mp4`, and after it `chunks/HASH.json`, its seal. */
export class SharedChunks {
  readonly #store: ObjectStore
  readonly #limit = pLimit(side)

  constructor(store: ObjectStore) {
    this.#store = store
  }

  /** Whether a chunk is there, by all that can be told without its bytes. */
  has(hash: string, frames: number, signal: AbortSignal): Promise<boolean> {
    return this.#limit(async () => {
      const seal = await this.#sealOf(hash, signal)
      return seal?.frames === frames && (await this.#use(hash, signal))?.bytes === seal.bytes
    })
  }

  /** Copies a chunk to a path. Whether its bytes are those of the seal is for the caller to see. null where there is none. */
  fetch(hash: string, path: string, signal: AbortSignal): Promise<ChunkSeal | null> {
    return this.#limit(async () => {
      const seal = await this.#sealOf(hash, signal)
      if (!seal || !(await this.#store.fetch(fileName(hash), path, signal))) return null
      await this.#use(hash, signal)
      return seal
    })
  }

  /** Sees to it that a chunk is there, for whoever joins the film. Of two who bring the same chunk, the first one's stays. */
  add(hash: string, { path, sealPath }: ChunkFiles, signal: AbortSignal): Promise<void> {
    return this.#limit(async () => {
      for (let waits = 0; ; waits++) {
        const [file, seal] = await Promise.all([this.#use(hash, signal), this.#sealOf(hash, signal)])
        if (file && seal) return
        if (file && ageMs(file) < sealingMs && waits < sealingMs / pauseMs) await pause(signal)
        else if (await this.#put(hash, { path, sealPath }, { replace: file !== null, signal })) return
      }
    })
  }

  /** The seal first: without it there is no chunk. */
  async remove(hash: string, signal: AbortSignal): Promise<void> {
    await this.#store.remove(sealName(hash), signal)
    await this.#store.remove(fileName(hash), signal)
  }

  /** false where somebody else was first. */
  async #put(hash: string, { path, sealPath }: ChunkFiles, how: Pick<PutOptions, 'replace' | 'signal'>): Promise<boolean> {
    if ((await this.#store.put(fileName(hash), path, { ...how, mediaType: 'video/mp4' })) === 'exists') return false
    await this.#store.put(sealName(hash), sealPath, { ...how, replace: true, mediaType: 'application/json' })
    return true
  }

  async #sealOf(hash: string, signal: AbortSignal): Promise<ChunkSeal | null> {
    const body = await this.#store.read(sealName(hash), signal)
    return body && parseSeal(await text(body))
  }

  #use(hash: string, signal: AbortSignal): Promise<StoredObject | null> {
    return touchDaily(this.#store, [fileName(hash), sealName(hash)], signal)
  }
}

function ageMs({ usedAt }: StoredObject): number {
  return Date.now() - usedAt.getTime()
}

/** @throws CANCELLED */
async function pause(signal: AbortSignal): Promise<void> {
  await unlessCancelled(sleep(pauseMs), signal)
}

function fileName(hash: string): string {
  return `chunks/${hash}.mp4`
}

function sealName(hash: string): string {
  return `chunks/${hash}.json`
}
