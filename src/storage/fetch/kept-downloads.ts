import { rm } from 'node:fs/promises'
import type { Source } from '../../film/film.ts'
import type { AssetKind } from './asset-kinds.ts'

/**
 * Downloads of a film that is edited: what it named before is not fetched again. One load of the film after the other is begun, and settled when
 * it has ended.
 */
export class KeptDownloads {
  readonly folder: string
  readonly #paths = new Map<string, Promise<string>>()
  /** Of the film that is shown. */
  #shown: ReadonlySet<string> = new Set()
  #asked = new Set<string>()

  /** @param folder theirs alone, the caller's to remove */
  constructor(folder: string) {
    this.folder = folder
  }

  begin(): void {
    this.#asked = new Set()
  }

  /** @param download is asked where the source was not downloaded as this kind before: each kind has checks of its own */
  async take({ url }: Source, kind: AssetKind, download: () => Promise<string>): Promise<string> {
    const key = `${kind} ${url.href}`
    this.#asked.add(key)
    const path = this.#paths.get(key) ?? download()
    this.#paths.set(key, path)
    try {
      return await path
    } catch (error) {
      this.#paths.delete(key)
      throw error
    }
  }

  /** Removes what neither the film that is shown nor the one that was loaded last has named. @param isShown whether they are the same now */
  async settle(isShown: boolean): Promise<void> {
    if (isShown) this.#shown = this.#asked
    const unused = [...this.#paths].filter(([key]) => !this.#shown.has(key) && !this.#asked.has(key))
    for (const [key] of unused) this.#paths.delete(key)
    // What is an image here and a font there is one file.
    const used = new Set(await Promise.all(this.#paths.values()))
    for (const [, path] of unused) if (!used.has(await path)) await rm(await path, { force: true })
  }
}
