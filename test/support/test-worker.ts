import { dataFolderAt } from '../../src/storage/data-folder.ts'
import { trustingPolicy } from '../../src/storage/fetch/asset-policy.ts'
import { runWorker, type RunningWorker, type WorkerOptions } from '../../src/worker/run-worker.ts'
import type { WorkerEvent } from '../../src/worker/worker-events.ts'
import type { LeaseTable } from './lease-table.ts'

type Wishes = Partial<WorkerOptions> & { readonly dataPath: string }

type TestWorker = RunningWorker & AsyncDisposable & { readonly events: readonly WorkerEvent[] }

/** A worker that is stopped when its test leaves it. */
export function testWorker(leases: LeaseTable, { dataPath, ...wishes }: Wishes): TestWorker {
  const events: WorkerEvent[] = []
  const listen = (event: WorkerEvent) => events.push(event)
  const worker = runWorker({
    id: 'worker-1',
    leases,
    dataFolder: dataFolderAt(dataPath),
    slots: 1,
    policy: trustingPolicy,
    folders: [],
    listen,
    ...wishes,
  })
  return { ...worker, events, [Symbol.asyncDispose]: () => worker.stop(0) }
}
