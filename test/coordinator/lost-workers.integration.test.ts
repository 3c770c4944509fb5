import { setTimeout as sleep } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { sharedFarm } from '../support/open-farm.ts'
import { plannedRender } from '../support/planned-render.ts'
import { failure } from '../support/scripted-worker.ts'

const open = sharedFarm({ silentSeconds: 3 })

test('a worker that comes back late is not heard: the work is another one’s', async () => {
  const { id, worker, farm, leases } = await plannedRender(open(), 1)
  const late = await worker.lease()
  if (!late) throw new Error('nothing was leased')
  // It is frozen for longer than a lease lives untouched.
  const other = await worker.lease(10_000)
  expect(other).toMatchObject({ id: late.id, attempt: late.attempt + 1 })

  expect(await leases.touch(late, { framesDone: 60 })).toBe(false)
  expect(await leases.complete(late, worker.resultOf(late))).toBe(false)
  expect(await leases.fail(late, failure())).toBe(false)
  expect(await leases.giveBack(late)).toBe(false)
  expect(await farm.find(id, null)).toMatchObject({ state: 'rendering', progress: { framesDone: 0 } })
  if (other) expect(await worker.do(other)).toBe(true)
  await worker.workUntilIdle()
  expect(await farm.find(id, null)).toMatchObject({ state: 'succeeded', scenes: [{ attempts: 2 }] })
})

test('a worker that touches its lease keeps it', async () => {
  const { worker, leases } = await plannedRender(open(), 1)
  const lease = await worker.lease()
  if (!lease) throw new Error('nothing was leased')
  for (let touches = 0; touches < 12; touches++) {
    await sleep(400)
    expect(await leases.touch(lease, { framesDone: touches })).toBe(true)
  }
  expect(await worker.do(lease)).toBe(true)
  await worker.workUntilIdle()
})

test('work that outlives every worker that takes it is given up, as a failure of its scene', async () => {
  const { engine } = open()
  const { id, worker, farm } = await plannedRender(open(), 2, { onSceneFailure: 'skip' })
  const fatal = await worker.lease()
  expect(fatal?.task).toMatchObject({ type: 'chunk', scene: 0 })
  // As if ten workers had been lost to it before.
  await engine.database.query(`update pgboss.job set retry_count = 10 where data->>'key' = $1`, [fatal?.id])
  await engine.database.query('update framefarm.leases set attempt = 10 where id = $1', [fatal?.id])
  while ((await farm.find(id, null))?.leftOut.length === 0) await sleep(100)

  await worker.workUntilIdle()
  expect(await farm.find(id, null)).toMatchObject({
    state: 'succeeded',
    leftOut: [{ scene: 0, error: { code: 'WORKER_LOST', retryable: true } }],
  })
})
