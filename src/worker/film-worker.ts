import { findCapabilities, type Capabilities } from '../farm/find-capabilities.ts'
import type { DataFolder } from '../storage/data-folder.ts'
import type { AssetPolicy } from '../storage/fetch/asset-policy.ts'
import { cacheBytesFromEnvironment } from '../storage/prune-folder.ts'
import type { AllowedFolders } from '../storage/store-files.ts'
import { doTask } from './do-task.ts'
import { FilmShelf } from './film-shelf.ts'
import { hasRoom } from './has-room.ts'
import { runWorker, type RunningWorker } from './run-worker.ts'
import type { WorkerOptions } from './running.ts'

export type FilmWorkerOptions = WorkerOptions &
  AllowedFolders & {
    readonly dataFolder: DataFolder
    /** What of the world the films may use. */
    readonly policy: AssetPolicy
    /** What this machine can do; found out where it is not said. */
    readonly capabilities?: Capabilities
    /** How long a prepared film that has no work is kept, with its Chromium. */
    readonly idleMs?: number
  }

const usualIdleMs = 30_000

/** Does work of every kind on this machine. @throws TOOL_SETTING_WRONG */
export function runFilmWorker(options: FilmWorkerOptions): RunningWorker {
  const { slots, capabilities, idleMs = usualIdleMs } = options
  const films = new FilmShelf({ ...options, idleMs, cacheBytes: cacheBytesFromEnvironment() })
  return runWorker(options, {
    capabilities: async (signal) => capabilities ?? (await findCapabilities(slots, signal)),
    perform: (held) => {
      const startMs = performance.now()
      return films.use(held.lease, held.signal, (film) => doTask(held, film, { ...options, startMs }))
    },
    isOver: async ({ code }) => code === 'DISK_FULL' && hasRoom(options.dataFolder.root),
    [Symbol.asyncDispose]: () => films[Symbol.asyncDispose](),
  })
}
