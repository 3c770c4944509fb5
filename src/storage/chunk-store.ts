import { readFile, rename, rm, utimes, writeFile } from 'node:fs/promises'
import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import { isMissingFile } from '../shared/errors.ts'
import { isSealed, parseSeal, sealFile, type ChunkSeal } from './chunk-seal.ts'
import type { DataFolder } from './data-folder.ts'
import { makeFolder } from './make-folder.ts'
import { SharedChunks } from './shared-chunks.ts'
import { storageError } from './storage-error.ts'

const never: AbortSignal = new AbortController().signal

/** Finished chunks by the hash of all that decides them: in a folder of this machine and, where machines share a store, in that as well. */
export class ChunkStore {
  readonly #folder: string
  readonly #shared: SharedChunks | null

  constructor({ chunks, shared }: Pick<DataFolder, 'chunks' | 'shared'>) {
    this.#folder = chunks
    this.#shared = shared && new SharedChunks(shared)
  }

  /**
   * The path of a finished chunk whose bytes are still those that were written, or null. It is fetched where only the shared store has it.
   * A chunk that fails the check is removed.
   * @throws STORAGE_UNAVAILABLE, DISK_FULL, OUTPUT_UNWRITABLE, CANCELLED
   */
  async find(hash: string, frames: number, signal = never): Promise<string | null> {
    const path = await this.#findHere(hash, frames)
    if (path !== null) await this.#share(hash, signal)
    return path ?? (await this.#fetch(hash, frames, signal))
  }

  /** Whether a chunk need not be rendered. One that lies in the shared store is not fetched for that. @throws as find */
  async has(hash: string, frames: number, signal = never): Promise<boolean> {
    if ((await this.#findHere(hash, frames)) === null) return (await this.#shared?.has(hash, frames, signal)) ?? false
    await this.#share(hash, signal)
    return true
  }

  /** Takes a finished file into the store. @returns its path there. @throws DISK_FULL, OUTPUT_UNWRITABLE, STORAGE_UNAVAILABLE, CANCELLED */
  async add(hash: string, finishedPath: string, frames: number, signal = never): Promise<string> {
    const path = this.#pathOf(hash)
    try {
      await makeFolder(this.#folder)
      const seal = await sealFile(finishedPath, frames)
      await rename(finishedPath, path)
      await this.#seal(hash, seal)
    } catch (cause) {
      throw storageError(`the chunk ${path} could not be stored`, cause)
    }
    await this.#share(hash, signal)
    return path
  }

  async #findHere(hash: string, frames: number): Promise<string | null> {
    const path = this.#pathOf(hash)
    const seal = await this.#sealOf(hash)
    if (seal === 'none') return null
    if (seal?.frames === frames && (await isSealed(path, seal))) {
      // Pruning goes by age since last use.
      const now = new Date()
      await Promise.all([path, this.#sealPathOf(hash)].map((used) => utimes(used, now, now).catch(() => undefined)))
      return path
    }
    await this.#remove(hash)
    return null
  }

  /** Whoever joins the film may be another machine: what counts as finished has to be where all find it. */
  async #share(hash: string, signal: AbortSignal): Promise<void> {
    await this.#shared?.add(hash, { path: this.#pathOf(hash), sealPath: this.#sealPathOf(hash) }, signal)
  }

  async #fetch(hash: string, frames: number, signal: AbortSignal): Promise<string | null> {
    if (!this.#shared) return null
    const path = this.#pathOf(hash)
    try {
      await makeFolder(this.#folder)
      const seal = await this.#shared.fetch(hash, path, signal)
      if (!seal) return null
      if (seal.frames === frames && (await isSealed(path, seal))) {
        await this.#seal(hash, seal)
        return path
      }
    } catch (cause) {
      throw storageError(`the chunk ${path} could not be fetched`, cause)
    }
    await Promise.all([this.#remove(hash), this.#shared.remove(hash, signal)])
    return null
  }

  async #seal(hash: string, seal: ChunkSeal): Promise<void> {
    const unfinished = join(this.#folder, `.${hash}.${randomUUID()}`)
    try {
      await writeFile(unfinished, JSON.stringify(seal))
      await rename(unfinished, this.#sealPathOf(hash))
    } finally {
      await rm(unfinished, { force: true })
    }
  }

  /** null where it cannot be read as a seal. */
  async #sealOf(hash: string): Promise<ChunkSeal | 'none' | null> {
    try {
      return parseSeal(await readFile(this.#sealPathOf(hash), 'utf8'))
    } catch (error) {
      return isMissingFile(error) ? 'none' : null
    }
  }

  async #remove(hash: string): Promise<void> {
    await Promise.all([rm(this.#pathOf(hash), { force: true }), rm(this.#sealPathOf(hash), { force: true })])
  }

  #pathOf(hash: string): string {
    return join(this.#folder, `${hash}.mp4`)
  }

  #sealPathOf(hash: string): string {
    return join(this.#folder, `${hash}.json`)
  }
}
