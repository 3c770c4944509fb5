import type { ContainerFacts } from '../../api/worker-facts.ts'
import { findCapabilities } from '../../farm/find-capabilities.ts'
import { FramefarmError } from '../../shared/errors.ts'
import type { DataFolder } from '../../storage/data-folder.ts'
import type { AssetPolicy } from '../../storage/fetch/asset-policy.ts'
import { cacheBytesFromEnvironment } from '../../storage/prune-folder.ts'
import { doTask } from '../../worker/do-task.ts'
import { FilmShelf } from '../../worker/film-shelf.ts'
import type { Workers } from '../api/api-parts.ts'

type WorkbenchOptions = {
  readonly dataFolder: DataFolder
  readonly policy: AssetPolicy
  /** How many chunks are rendered side by side. */
  readonly slots: number
  /** Folders of this machine that films may be delivered to. */
  readonly folders: readonly string[]
  /** Hears what is doubtful. */
  readonly warn: (message: string) => void
}

/** How long a film is kept prepared for its next piece of work. */
const idleMs = 60_000

/** Does single pieces of work of others' films; what comes of them goes to the store that all machines share. @throws TOOL_SETTING_WRONG */
export function openWorkbench({ dataFolder, policy, slots, folders, warn }: WorkbenchOptions): Workers['workbench'] & AsyncDisposable {
  const listen = (event: { readonly type: string; readonly message?: string }) => event.message !== undefined && warn(event.message)
  const films = new FilmShelf({ dataFolder, policy, slots, idleMs, cacheBytes: cacheBytesFromEnvironment(), listen })
  let known: Promise<ContainerFacts> | null = null
  return {
    facts: (signal) => {
      known ??= factsOf(slots, signal).catch((error: unknown) => {
        known = null
        throw error
      })
      return known
    },
    process: async (order, signal) => {
      if (!dataFolder.shared) throw noStore()
      const startMs = performance.now()
      const held = { lease: order, signal, countFrames: () => undefined, enter: () => undefined }
      return films.use(order, signal, (film) => doTask(held, film, { dataFolder, folders, startMs }))
    },
    [Symbol.asyncDispose]: () => films[Symbol.asyncDispose](),
  }
}

async function factsOf(slots: number, signal: AbortSignal): Promise<ContainerFacts> {
  const { encoders, versions, ...facts } = await findCapabilities(slots, signal)
  return { ...facts, encoders: [...encoders], versions: { ...versions } }
}

function noStore(): FramefarmError {
  const hint = 'Set FRAMEFARM_STORAGE to the store that the coordinator has, such as gs://bucket/farm.'
  return new FramefarmError('STORAGE_UNAVAILABLE', 'this server shares no store with others', { hint, retryable: false })
}
