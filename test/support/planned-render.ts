import type { OpenFarm } from './open-farm.ts'
import { requestOf } from './render-request.ts'
import { ScriptedWorker } from './scripted-worker.ts'

/** A render whose chunks may be leased, and a worker for them. */
export async function plannedRender({ farm, leases }: OpenFarm, ...[scenes, terms]: Parameters<typeof requestOf>) {
  const { render } = await farm.submit(requestOf(scenes, terms), null, null)
  const worker = new ScriptedWorker(leases)
  const prepare = await worker.lease()
  if (prepare?.renderId !== render.id) throw new Error('something else waits to be prepared')
  await worker.do(prepare)
  return { id: render.id, worker, farm, leases }
}
