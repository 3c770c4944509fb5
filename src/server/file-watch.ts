import { watch, type FSWatcher } from 'node:fs'
import { basename, dirname, resolve } from 'node:path'
import { isMissingFile } from '../shared/errors.ts'

/** An editor that saves makes several events; a file is read when there have been none for so long. */
const settleMs = 100

/**
 * Calls back when one of some files is written, replaced, removed or comes into being. Their folders are watched, not the files:
 * many editors save by putting a new file in the place of the old one, and a watch on the old one would hear no more.
 */
export class FileWatch implements Disposable {
  readonly #onChange: () => void
  readonly #folders = new Map<string, FSWatcher>()
  /** By folder: names of files, or every one. */
  #names: ReadonlyMap<string, ReadonlySet<string> | 'all'> = new Map()
  #settling: NodeJS.Timeout | undefined

  constructor(onChange: () => void) {
    this.#onChange = onChange
  }

  /** From now on these files, and all in these folders, in place of those of before. A folder that is not there is left out. */
  watch(paths: readonly string[], folders: readonly string[] = []): void {
    this.#names = new Map<string, ReadonlySet<string> | 'all'>([
      ...namesByFolder(paths),
      ...folders.map((folder) => [resolve(folder), 'all'] as const),
    ])
    for (const folder of this.#folders.keys()) if (!this.#names.has(folder)) this.#forget(folder)
    for (const folder of this.#names.keys()) if (!this.#folders.has(folder)) this.#watchFolder(folder)
  }

  [Symbol.dispose](): void {
    clearTimeout(this.#settling)
    for (const folder of this.#folders.keys()) this.#forget(folder)
  }

  #watchFolder(folder: string): void {
    try {
      const watcher = watch(folder, (_event, name) => this.#hear(folder, name))
      watcher.on('error', () => this.#forget(folder))
      this.#folders.set(folder, watcher)
    } catch (error) {
      if (!isMissingFile(error)) throw error
    }
  }

  #forget(folder: string): void {
    this.#folders.get(folder)?.close()
    this.#folders.delete(folder)
  }

  /** @param name null where the system does not tell which file it was */
  #hear(folder: string, name: string | null): void {
    const names = this.#names.get(folder)
    if (names === undefined || (names !== 'all' && name !== null && !names.has(name))) return
    clearTimeout(this.#settling)
    this.#settling = setTimeout(this.#onChange, settleMs)
  }
}

function namesByFolder(paths: readonly string[]): ReadonlyMap<string, ReadonlySet<string>> {
  const names = new Map<string, Set<string>>()
  for (const path of paths.map((each) => resolve(each))) {
    const folder = dirname(path)
    names.set(folder, (names.get(folder) ?? new Set()).add(basename(path)))
  }
  return names
}
