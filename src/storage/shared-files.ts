import { text } from 'node:stream/consumers'
import { setTimeout as sleep } from 'node:timers/promises'
import pLimit from 'p-limit'
import { unlessCancelled } from '../shared/within.ts'
import type { ObjectStore, PutOptions, StoredObject } from './objects/object-store.ts'
import { touchDaily } from './objects/touch-daily.ts'
import { parseSeal, type Seal, type SealedKind, type Wanted } from './seal.ts'

/** A file that is to be shared, and its seal. */
type FileWithSeal = { readonly path: string; readonly sealPath: string }

/** A film may have hundreds of chunks; each question is a connection. */
const side = 8
/** A file that has no seal after so long has been left by a machine that is gone. */
const sealingMs = 10_000
const pauseMs = 250

/** Finished files in a store that several machines use, such as `chunks/HASH.mp4`, and after it `chunks/HASH.json`, its seal. */
export class SharedFiles<Facts> {
  readonly #store: ObjectStore
  readonly #kind: SealedKind<Facts>
  readonly #limit = pLimit(side)

  constructor(store: ObjectStore, kind: SealedKind<Facts>) {
    this.#store = store
    this.#kind = kind
  }

  /** Whether a file is there, by all that can be told without its bytes. */
  has(hash: string, { fits, signal }: Wanted<Facts>): Promise<boolean> {
    return this.#limit(async () => {
      const seal = await this.#sealOf(hash, signal)
      return seal !== null && fits(seal) && (await this.#use(hash, signal))?.bytes === seal.bytes
    })
  }

  /** Copies a file to a path. Whether its bytes are those of the seal is for the caller to see. null where there is none. */
  fetch(hash: string, path: string, signal: AbortSignal): Promise<Seal<Facts> | null> {
    return this.#limit(async () => {
      const seal = await this.#sealOf(hash, signal)
      if (!seal || !(await this.#store.fetch(this.#fileName(hash), path, signal))) return null
      await this.#use(hash, signal)
      return seal
    })
  }

  /** Sees to it that a file is there, for whoever joins the film. Of two who bring the same, the first one's stays. */
  add(hash: string, { path, sealPath }: FileWithSeal, signal: AbortSignal): Promise<void> {
    return this.#limit(async () => {
      for (let waits = 0; ; waits++) {
        const [file, seal] = await Promise.all([this.#use(hash, signal), this.#sealOf(hash, signal)])
        if (file && seal) return
        if (file && ageMs(file) < sealingMs && waits < sealingMs / pauseMs) await pause(signal)
        else if (await this.#put(hash, { path, sealPath }, { replace: file !== null, signal })) return
      }
    })
  }

  /** The seal first: without it the file was never finished. */
  async remove(hash: string, signal: AbortSignal): Promise<void> {
    await this.#store.remove(sealName(hash), signal)
    await this.#store.remove(this.#fileName(hash), signal)
  }

  /** false where somebody else was first. */
  async #put(hash: string, { path, sealPath }: FileWithSeal, how: Pick<PutOptions, 'replace' | 'signal'>): Promise<boolean> {
    if ((await this.#store.put(this.#fileName(hash), path, { ...how, mediaType: this.#kind.mediaType })) === 'exists') return false
    await this.#store.put(sealName(hash), sealPath, { ...how, replace: true, mediaType: 'application/json' })
    return true
  }

  async #sealOf(hash: string, signal: AbortSignal): Promise<Seal<Facts> | null> {
    const body = await this.#store.read(sealName(hash), signal)
    return body && parseSeal(await text(body), this.#kind)
  }

  #use(hash: string, signal: AbortSignal): Promise<StoredObject | null> {
    return touchDaily(this.#store, [this.#fileName(hash), sealName(hash)], signal)
  }

  #fileName(hash: string): string {
    return `chunks/${hash}${this.#kind.suffix}`
  }
}

function ageMs({ usedAt }: StoredObject): number {
  return Date.now() - usedAt.getTime()
}

/** @throws CANCELLED */
async function pause(signal: AbortSignal): Promise<void> {
  await unlessCancelled(sleep(pauseMs), signal)
}

function sealName(hash: string): string {
  return `chunks/${hash}.json`
}
