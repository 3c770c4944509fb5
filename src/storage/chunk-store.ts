import { readFile, rename, rm, stat, utimes, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { isMissingFile } from '../shared/errors.ts'
import { hashOfFile } from '../shared/hash.ts'
import type { DataFolder } from './data-folder.ts'
import { storageError } from './storage-error.ts'
import { makeFolder } from './make-folder.ts'

/** Written after the chunk's file: a chunk without it was never finished. */
type Seal = { readonly sha256: string; readonly bytes: number; readonly frames: number }

/** Finished chunks by the hash of all that decides them. */
export class ChunkStore {
  readonly #folder: string

  constructor({ chunks }: DataFolder) {
    this.#folder = chunks
  }

  /**
   * The path of a finished chunk whose bytes are still those that were written, or null.
   * A chunk that fails the check is removed.
   */
  async find(hash: string, frames: number): Promise<string | null> {
    const path = this.#pathOf(hash)
    const seal = await this.#sealOf(hash)
    if (seal === 'none') return null
    if (seal && (await this.#holds(path, seal, frames))) {
      // Pruning goes by age since last use.
      const now = new Date()
      await Promise.all([path, this.#sealPathOf(hash)].map((used) => utimes(used, now, now).catch(() => undefined)))
      return path
    }
    await this.#remove(hash)
    return null
  }

  /** Takes a finished file into the store. @returns its path there. @throws DISK_FULL, OUTPUT_UNWRITABLE */
  async add(hash: string, finishedPath: string, frames: number): Promise<string> {
    const path = this.#pathOf(hash)
    try {
      await makeFolder(this.#folder)
      const seal: Seal = { sha256: await hashOfFile(finishedPath), bytes: (await stat(finishedPath)).size, frames }
      await rename(finishedPath, path)
      const unfinished = `${finishedPath}.seal`
      await writeFile(unfinished, JSON.stringify(seal))
      await rename(unfinished, this.#sealPathOf(hash))
      return path
    } catch (cause) {
      throw storageError(`the chunk ${path} could not be stored`, cause)
    }
  }

  /** null where it cannot be read as a seal. */
  async #sealOf(hash: string): Promise<Seal | 'none' | null> {
    try {
      return JSON.parse(await readFile(this.#sealPathOf(hash), 'utf8')) as Seal | null
    } catch (error) {
      return isMissingFile(error) ? 'none' : null
    }
  }

  async #holds(path: string, seal: Seal, frames: number): Promise<boolean> {
    try {
      const { size } = await stat(path)
      return seal.frames === frames && seal.bytes === size && seal.sha256 === (await hashOfFile(path))
    } catch {
      return false
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
