import { dataFolderAt } from '../../src/storage/data-folder.ts'
import { trustingPolicy } from '../../src/storage/fetch/asset-policy.ts'
import { runFilmWorker, type FilmWorkerOptions } from '../../src/worker/film-worker.ts'
import type { RunningWorker } from '../../src/worker/run-worker.ts'
import type { WorkerEvent } from '../../src/worker/worker-events.ts'
import type { LeaseSource } from '../../src/api/leases.ts'
import { workerFactsOf } from './worker-facts-of.ts'

type Wishes = Partial<FilmWorkerOptions> & { readonly dataPath: string }

type TestWorker = RunningWorker & AsyncDisposable & { readonly events: readonly WorkerEvent[] }

/** A worker that is stopped when its test leaves it. */
export function testWorker(leases: LeaseSource, { dataPath, ...wishes }: Wishes): TestWorker {
  const events: WorkerEvent[] = []
  const listen = (event: WorkerEvent) => events.push(event)
  const worker = runFilmWorker({
    id: 'worker-1',
    leases,
    dataFolder: dataFolderAt(dataPath),
    slots: 1,
    capabilities: workerFactsOf(),
    policy: trustingPolicy,
    folders: [],
    listen,
    ...wishes,
  })
  return { ...worker, events, [Symbol.asyncDispose]: () => worker.stop(0) }
}
