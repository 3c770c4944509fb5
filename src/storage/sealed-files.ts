import { randomUUID } from 'node:crypto'
import { readFile, rename, rm, utimes, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { isMissingFile } from '../shared/errors.ts'
import type { DataFolder } from './data-folder.ts'
import { makeFolder } from './make-folder.ts'
import { isSealed, parseSeal, sealFile, type Seal, type SealedKind, type Wanted } from './seal.ts'
import { SharedFiles } from './shared-files.ts'
import { storageError } from './storage-error.ts'

/** Finished files by the hash of all that decides them: in a folder of this machine and, where machines share a store, in that as well. */
export class SealedFiles<Facts> {
  readonly #folder: string
  readonly #kind: SealedKind<Facts>
  readonly #shared: SharedFiles<Facts> | null

  constructor({ chunks, shared }: Pick<DataFolder, 'chunks' | 'shared'>, kind: SealedKind<Facts>) {
    this.#folder = chunks
    this.#kind = kind
    this.#shared = shared && new SharedFiles(shared, kind)
  }

  /**
   * A finished file whose bytes are still those that were written, or null. It is fetched where only the shared store has it.
   * One that fails the check is removed.
   * @throws STORAGE_UNAVAILABLE, DISK_FULL, OUTPUT_UNWRITABLE, CANCELLED
   */
  async find(hash: string, wanted: Wanted<Facts>): Promise<{ readonly path: string; readonly facts: Facts } | null> {
    const here = await this.#findHere(hash, wanted)
    if (here) await this.#share(hash, wanted.signal)
    const seal = here ?? (await this.#fetch(hash, wanted))
    return seal && { path: this.#pathOf(hash), facts: seal }
  }

  /** Whether a file need not be made. One that lies in the shared store is not fetched for that. @throws as find */
  async has(hash: string, wanted: Wanted<Facts>): Promise<boolean> {
    if (!(await this.#findHere(hash, wanted))) return (await this.#shared?.has(hash, wanted)) ?? false
    await this.#share(hash, wanted.signal)
    return true
  }

  /** Takes a finished file into the store. @returns its path there. @throws DISK_FULL, OUTPUT_UNWRITABLE, STORAGE_UNAVAILABLE, CANCELLED */
  async add(hash: string, file: { readonly path: string; readonly facts: Facts }, signal: AbortSignal): Promise<string> {
    const path = this.#pathOf(hash)
    try {
      await makeFolder(this.#folder)
      const seal = await sealFile(file.path, file.facts)
      await rename(file.path, path)
      await this.#seal(hash, seal)
    } catch (cause) {
      throw storageError(`the ${this.#kind.what} ${path} could not be stored`, cause)
    }
    await this.#share(hash, signal)
    return path
  }

  async #findHere(hash: string, { fits }: Wanted<Facts>): Promise<Seal<Facts> | null> {
    const path = this.#pathOf(hash)
    const seal = await this.#sealOf(hash)
    if (seal === 'none') return null
    if (seal && fits(seal) && (await isSealed(path, seal))) {
      // Pruning goes by age since last use.
      const now = new Date()
      await Promise.all([path, this.#sealPathOf(hash)].map((used) => utimes(used, now, now).catch(() => undefined)))
      return seal
    }
    await this.#remove(hash)
    return null
  }

  /** Whoever joins the film may be another machine: what counts as finished has to be where all find it. */
  async #share(hash: string, signal: AbortSignal): Promise<void> {
    await this.#shared?.add(hash, { path: this.#pathOf(hash), sealPath: this.#sealPathOf(hash) }, signal)
  }

  async #fetch(hash: string, { fits, signal }: Wanted<Facts>): Promise<Seal<Facts> | null> {
    if (!this.#shared) return null
    const path = this.#pathOf(hash)
    try {
      await makeFolder(this.#folder)
      const seal = await this.#shared.fetch(hash, path, signal)
      if (!seal) return null
      if (fits(seal) && (await isSealed(path, seal))) {
        await this.#seal(hash, seal)
        return seal
      }
    } catch (cause) {
      throw storageError(`the ${this.#kind.what} ${path} could not be fetched`, cause)
    }
    await Promise.all([this.#remove(hash), this.#shared.remove(hash, signal)])
    return null
  }

  async #seal(hash: string, seal: Seal<Facts>): Promise<void> {
    const unfinished = join(this.#folder, `.${hash}.${randomUUID()}`)
    try {
      await writeFile(unfinished, JSON.stringify(seal))
      await rename(unfinished, this.#sealPathOf(hash))
    } finally {
      await rm(unfinished, { force: true })
    }
  }

  /** null where it cannot be read as a seal. */
  async #sealOf(hash: string): Promise<Seal<Facts> | 'none' | null> {
    try {
      return parseSeal(await readFile(this.#sealPathOf(hash), 'utf8'), this.#kind)
    } catch (error) {
      return isMissingFile(error) ? 'none' : null
    }
  }

  async #remove(hash: string): Promise<void> {
    await Promise.all([rm(this.#pathOf(hash), { force: true }), rm(this.#sealPathOf(hash), { force: true })])
  }

  #pathOf(hash: string): string {
    return join(this.#folder, `${hash}${this.#kind.suffix}`)
  }

  #sealPathOf(hash: string): string {
    return join(this.#folder, `${hash}.json`)
  }
}
