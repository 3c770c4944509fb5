import { expect, test } from 'vitest'
import { sharedFarm } from '../support/open-farm.ts'
import { plannedRender } from '../support/planned-render.ts'
import { requestOf } from '../support/render-request.ts'
import { ScriptedWorker } from '../support/scripted-worker.ts'
import { workerFactsOf } from '../support/worker-facts-of.ts'

const open = sharedFarm()

test('work that is given back is there again at once, and counts as not begun', async () => {
  const { id, worker, farm, leases } = await plannedRender(open(), 1)
  const lease = await worker.lease()
  if (!lease) throw new Error('nothing was leased')
  expect(await leases.giveBack(lease)).toBe(true)
  expect(await worker.lease()).toMatchObject({ id: lease.id, attempt: lease.attempt + 1 })
  expect((await farm.find(id, null))?.scenes).toMatchObject([{ attempts: 1, errors: [] }])
  await farm.cancel(id, null)
})

test('a render that waits is cancelled at once, and is not begun', async () => {
  const { farm, leases } = open()
  const { render } = await farm.submit(requestOf(1), null, null)
  expect(await farm.cancel(render.id, null)).toMatchObject({ state: 'cancelled' })
  expect(await farm.cancel(render.id, null)).toMatchObject({ state: 'cancelled' })
  expect(await new ScriptedWorker(leases).lease(0)).toBeNull()
})

test('a render that is worked on is cancelled when its workers have heard of it', async () => {
  const { id, worker, farm, leases } = await plannedRender(open(), 3)
  const [one, two] = [await worker.lease(), await worker.lease()]
  if (!one || !two) throw new Error('nothing was leased')

  expect(await farm.cancel(id, null)).toMatchObject({ state: 'cancelling' })
  expect(await worker.lease(0)).toBeNull()
  expect(await leases.touch(one, { framesDone: 3 })).toBe(false)
  expect(await farm.find(id, null)).toMatchObject({ state: 'cancelling' })
  expect(await leases.complete(two, worker.resultOf(two))).toBe(false)
  expect(await farm.find(id, null)).toMatchObject({ state: 'cancelled' })
  // It can be begun again.
  expect(await farm.retry(id, null)).toMatchObject({ state: 'queued', run: 2 })
  await worker.workUntilIdle()
  expect(await farm.find(id, null)).toMatchObject({ state: 'succeeded' })
})

test('who waits for work is given it when it comes', async () => {
  const { farm, leases } = open()
  const worker = new ScriptedWorker(leases)
  const waiting = worker.lease(20_000)
  const { render } = await farm.submit(requestOf(1), null, null)
  expect(await waiting).toMatchObject({ renderId: render.id, task: { type: 'prepare' } })
  await farm.cancel(render.id, null)
})

test('who goes while waiting is given nothing', async () => {
  const { farm, leases } = open()
  const going = new AbortController()
  const waiting = leases.lease(workerFactsOf(), 20_000, going.signal)
  going.abort()
  expect(await waiting).toBeNull()
  expect(await farm.load()).toMatchObject({ queuedRenders: 0 })
})

test('owners are served in turns, whatever their priorities and however much they have', async () => {
  const { farm, leases } = open()
  const big = await farm.submit(requestOf(4, { priority: 10 }), 'big', null)
  const small = await farm.submit(requestOf(2), 'small', null)
  const worker = new ScriptedWorker(leases)
  await worker.workUntilIdle()
  const turns = worker.leases.map(({ renderId }) => (renderId === big.render.id ? 'big' : 'small'))
  expect(turns).toEqual(['big', 'small', 'big', 'small', 'big', 'small', 'big', 'small', 'big', 'big'])
  expect(await farm.find(small.render.id, 'small')).toMatchObject({ state: 'succeeded' })
})

test('of one owner, higher priorities go first, and among equals what was accepted first', async () => {
  const { farm, leases } = open()
  const ids: string[] = []
  for (const priority of [0, 0, 5]) ids.push((await farm.submit(requestOf(1, { priority }), null, null)).render.id)
  const worker = new ScriptedWorker(leases)
  await worker.workUntilIdle()
  const order = [...new Set(worker.leases.map(({ renderId }) => renderId))]
  expect(order).toEqual([ids[2], ids[0], ids[1]])
})

test('a job that the queue has ended is not its holder’s any more', async () => {
  const { id, worker, farm, leases, engine } = { ...open(), ...(await plannedRender(open(), 1)) }
  const lease = await worker.lease()
  if (!lease) throw new Error('nothing was leased')
  await engine.database.query(`update pgboss.job set state = 'retry', retry_count = retry_count + 1 where data->>'key' = $1`, [lease.id])
  expect(await leases.complete(lease, worker.resultOf(lease))).toBe(false)
  await worker.workUntilIdle()
  expect(await farm.find(id, null)).toMatchObject({ state: 'succeeded' })
})
