import { join } from 'node:path'
import { expect, it } from 'vitest'
import { moveDatabase } from '../../src/engine/move-database.ts'
import { openEngine } from '../../src/engine/open-engine.ts'
import { coordinatorOn } from '../support/coordinator-on.ts'
import { framefarm } from '../support/framefarm.ts'
import { dataFolder, openFarm } from '../support/open-farm.ts'
import { hasPostgres, startPostgres } from '../support/postgres-server.ts'
import { requestOf } from '../support/render-request.ts'
import { ScriptedWorker } from '../support/scripted-worker.ts'

/** One render that is done, and one of which the film is prepared and a chunk rendered. */
async function farmWithWork(folder: string) {
  const farm = await openFarm({ folder })
  const { render: done } = await farm.farm.submit(requestOf(2), null, null)
  await new ScriptedWorker(farm.leases).workUntilIdle()
  const { render: begun } = await farm.farm.submit(requestOf(3), null, null)
  const worker = new ScriptedWorker(farm.leases)
  for (const type of ['prepare', 'chunk']) {
    const lease = await worker.lease()
    if (lease?.task.type !== type) throw new Error(`no lease to ${type}`)
    await worker.do(lease)
  }
  return { farm, done: await farm.farm.find(done.id, null), begun: begun.id }
}

it.skipIf(!hasPostgres)('renders go on in PostgreSQL (where it is installed) from where they were in PGlite', { timeout: 120_000 }, async () => {
  const folder = dataFolder()
  const { farm, done, begun } = await farmWithWork(folder)
  await farm.stop()
  await using server = await startPostgres()
  const from = `pglite:${join(folder, 'database')}`

  const moved = await moveDatabase(from, server.url)
  expect(moved).toMatchObject({ 'framefarm.renders': 2, 'framefarm.scenes': 5 })

  await using coordinator = await coordinatorOn(server.url)
  // Its costs are sums, whose last digit depends on the order of rows.
  expect(await coordinator.farm.find(done?.id ?? '', null)).toMatchObject({ ...done, cost: {}, progress: {} })
  const { render: later } = await coordinator.farm.submit(requestOf(1), null, null)
  const worker = new ScriptedWorker(coordinator.leases)
  await worker.workUntilIdle()
  const chunksOfBegun = worker.leases.filter(({ renderId, task }) => task.type === 'chunk' && renderId === begun)
  // One of its three was rendered before.
  expect(chunksOfBegun).toHaveLength(2)
  for (const id of [begun, later.id]) expect(await coordinator.farm.find(id, null)).toMatchObject({ state: 'succeeded' })
  await expect(moveDatabase(from, server.url)).rejects.toThrow(/already has renders/)
})

it('moves every table that a render has anything in', async () => {
  const [folder, other] = [dataFolder(), dataFolder()]
  const engine = await openEngine(`pglite:${join(folder, 'database')}`)
  const rows = await engine.database.query<{ readonly name: string }>(
    "select 'framefarm.' || table_name as name from information_schema.tables where table_schema = 'framefarm' and table_name <> 'migrations'",
  )
  await engine.close()
  const moved = await moveDatabase(`pglite:${join(folder, 'database')}`, `pglite:${join(other, 'database')}`)
  expect(Object.keys(moved).toSorted()).toEqual([...rows.map(({ name }) => name), 'pgboss.job'].toSorted())
})

it('framefarm move-database says what it lacks before it opens anything', async () => {
  const { code, stderr } = await framefarm(['move-database'], { env: { DATABASE_URL: undefined } })
  expect({ code, stderr }).toEqual({ code: 2, stderr: expect.stringContaining('DATABASE_URL is not set') })
})
