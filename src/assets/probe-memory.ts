import { stat } from 'node:fs/promises'
import { hashOf } from '../shared/hash.ts'

/** Some hundred bytes each. */
const mostKept = 2000

/** What was found in local files, for as long as they are not written: a film that is edited names the same ones again and again. */
export class ProbeMemory {
  readonly #found = new Map<string, Promise<unknown>>()

  /** What `probe` finds in a file, or has found in it before. @param kind tells probes of one file apart */
  async recall<T>(kind: readonly string[], path: string, probe: (path: string) => Promise<T>): Promise<T> {
    const facts = await stat(path).catch(() => null)
    if (facts === null) return probe(path)
    const key = hashOf([kind, path, facts.size, facts.mtimeMs])
    const finding = (this.#found.get(key) as Promise<T> | undefined) ?? probe(path)
    this.#found.delete(key)
    this.#found.set(key, finding)
    finding.catch(() => this.#found.delete(key))
    for (const oldest of this.#found.keys()) if (this.#found.size > mostKept) this.#found.delete(oldest)
    return finding
  }
}
