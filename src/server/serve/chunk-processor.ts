import type { ChunkOrder, TaskResult } from '../../api/leases.ts'
import type { ContainerFacts } from '../../api/worker-facts.ts'
import { findCapabilities } from '../../farm/find-capabilities.ts'
import { FramefarmError } from '../../shared/errors.ts'
import type { DataFolder } from '../../storage/data-folder.ts'
import type { AssetPolicy } from '../../storage/fetch/asset-policy.ts'
import { cacheBytesFromEnvironment } from '../../storage/prune-folder.ts'
import { FilmShelf } from '../../worker/film-shelf.ts'

type ChunkProcessorOptions = {
  readonly dataFolder: DataFolder
  readonly policy: AssetPolicy
  /** How many chunks are rendered side by side. */
  readonly slots: number
  /** Hears what is doubtful. */
  readonly warn: (message: string) => void
}

type ChunkResult = Extract<TaskResult, { readonly type: 'chunk' }>
type ChunkProcessor = AsyncDisposable & {
  readonly process: (order: ChunkOrder, signal: AbortSignal) => Promise<ChunkResult>
  readonly facts: (signal: AbortSignal) => Promise<ContainerFacts>
}

/** How long a film is kept prepared for its next chunk. */
const idleMs = 60_000

/** Renders single chunks of others' films, into the store that all machines share. @throws TOOL_SETTING_WRONG */
export function chunkProcessor({ dataFolder, policy, slots, warn }: ChunkProcessorOptions): ChunkProcessor {
  const listen = (event: { readonly type: string; readonly message?: string }) => event.message !== undefined && warn(event.message)
  const films = new FilmShelf({ dataFolder, policy, slots, idleMs, cacheBytes: cacheBytesFromEnvironment(), listen })
  let known: Promise<ContainerFacts> | null = null
  return {
    facts: async (signal) => {
      known ??= findCapabilities(slots, signal).then(({ encoders, versions, ...facts }) => ({
        ...facts,
        encoders: [...encoders],
        versions: { ...versions },
      }))
      known.catch(() => (known = null))
      return known
    },
    process: async (order, signal) => {
      if (!dataFolder.shared) {
        const hint = 'Set FRAMEFARM_STORAGE to the store that the coordinator has, such as gs://bucket/farm.'
        throw new FramefarmError('STORAGE_UNAVAILABLE', 'this server shares no store with others', { hint, retryable: false })
      }
      const startMs = performance.now()
      const method = await films.use(order, signal, (film) => film.renderChunk(order.task, { signal, onFrame: () => undefined }))
      return { type: 'chunk', method, seconds: (performance.now() - startMs) / 1000 }
    },
    [Symbol.asyncDispose]: () => films[Symbol.asyncDispose](),
  }
}
