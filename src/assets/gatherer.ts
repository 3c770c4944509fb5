import pLimit from 'p-limit'
import type { Source } from '../film/film.ts'
import type { Fault } from '../film/fault.ts'
import { FramefarmError } from '../shared/errors.ts'
import { hashOf } from '../shared/hash.ts'
import { fetchSource } from '../storage/fetch-source.ts'

const maxAtOnce = 4

type Order<T> = {
  readonly pointer: string
  /** Tells probes of one source apart. */
  readonly kind: string
  readonly probe: (path: string) => Promise<T>
  /** What else is wrong here with a source that can be used elsewhere. */
  readonly faultsOf?: (probed: T) => readonly Fault[]
}

/** Fetches sources and looks into them, each once; what cannot be used becomes a fault. */
export class Gatherer {
  readonly #folder: string
  readonly #signal: AbortSignal
  readonly #faults: { readonly place: number; readonly fault: Fault }[] = []
  readonly #once = new Map<string, Promise<unknown>>()
  #asked = 0
  readonly #inTurn = pLimit(maxAtOnce)

  constructor(folder: string, signal: AbortSignal) {
    this.#folder = folder
    this.#signal = signal
  }

  /** In the order in which their sources were asked for, however long each took. */
  faults(): readonly Fault[] {
    return this.#faults.toSorted((a, b) => a.place - b.place).map(({ fault }) => fault)
  }

  /** null where the source cannot be used. @throws CANCELLED, DISK_FULL */
  async take<T>(source: Source, { pointer, kind, probe, faultsOf }: Order<T>): Promise<T | null> {
    const place = this.#asked++
    const key = hashOf([kind, source.url.href])
    const work = this.#once.get(key) ?? this.#inTurn(async () => probe(await fetchSource(source, this.#folder, this.#signal)))
    this.#once.set(key, work)
    try {
      const probed = (await work) as T
      const faults = faultsOf?.(probed) ?? []
      this.#faults.push(...faults.map((fault) => ({ place, fault })))
      return faults.length === 0 ? probed : null
    } catch (error) {
      if (!(error instanceof FramefarmError) || !error.code.startsWith('ASSET_')) throw error
      this.#faults.push({ place, fault: { pointer, message: error.message } })
      return null
    }
  }
}
