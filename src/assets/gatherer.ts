import pLimit from 'p-limit'
import type { Source } from '../film/film.ts'
import { faultOfAsset, type Fault } from '../film/fault.ts'
import { FramefarmError } from '../shared/errors.ts'
import { hashOf } from '../shared/hash.ts'
import type { AssetKind } from '../storage/fetch/asset-kinds.ts'
import type { AssetPolicy } from '../storage/fetch/asset-policy.ts'
import type { DownloadBudget } from '../storage/fetch/download-budget.ts'
import { fetchSource } from '../storage/fetch/fetch-source.ts'
import type { KeptDownloads } from '../storage/fetch/kept-downloads.ts'
import type { ProbeMemory } from './probe-memory.ts'

const maxAtOnce = 4

/** Where downloads go, and which there may be. */
export type Fetching = {
  readonly folder: string
  readonly policy: AssetPolicy
  readonly budget?: DownloadBudget
  readonly kept?: KeptDownloads | undefined
  readonly signal: AbortSignal
}

type Order<T> = {
  readonly pointer: string
  readonly kind: AssetKind
  /** Tells probes of one source and kind apart. */
  readonly look?: string
  readonly probe: (path: string) => Promise<T>
  /** What else is wrong here with a source that can be used elsewhere. */
  readonly faultsOf?: (probed: T) => readonly Fault[]
}

/** Fetches sources and looks into them, each once; what cannot be used becomes a fault. */
export class Gatherer {
  readonly #fetching: Fetching
  readonly #memory: ProbeMemory | undefined
  readonly #faults: { readonly place: number; readonly fault: Fault }[] = []
  readonly #once = new Map<string, Promise<unknown>>()
  #asked = 0
  readonly #inTurn = pLimit(maxAtOnce)

  /** @param memory of earlier films; absent: every file is looked into */
  constructor(fetching: Fetching, memory?: ProbeMemory) {
    this.#fetching = fetching
    this.#memory = memory
  }

  /** In the order in which their sources were asked for, however long each took. */
  faults(): readonly Fault[] {
    return this.#faults.toSorted((a, b) => a.place - b.place).map(({ fault }) => fault)
  }

  /** null where the source cannot be used. @throws CANCELLED, DISK_FULL */
  async take<T>(source: Source, { pointer, kind, look = '', probe, faultsOf }: Order<T>): Promise<T | null> {
    const place = this.#asked++
    const key = hashOf([kind, look, source.url.href])
    const work = this.#once.get(key) ?? this.#inTurn(async () => this.#look(source, { kind, look, probe }))
    this.#once.set(key, work)
    try {
      const probed = (await work) as T
      const faults = faultsOf?.(probed) ?? []
      this.#faults.push(...faults.map((fault) => ({ place, fault })))
      return faults.length === 0 ? probed : null
    } catch (error) {
      if (!(error instanceof FramefarmError) || !error.code.startsWith('ASSET_')) throw error
      this.#faults.push({ place, fault: faultOfAsset(pointer, error) })
      return null
    }
  }

  async #look<T>(source: Source, { kind, look = '', probe }: Pick<Order<T>, 'kind' | 'look' | 'probe'>): Promise<T> {
    const path = await fetchSource(source, { ...this.#fetching, kind })
    // Other downloads are new files each time.
    return this.#memory && (source.scheme === 'file' || this.#fetching.kept)
      ? this.#memory.recall([kind, look, source.text], path, probe)
      : probe(path)
  }
}
