import { setTimeout as sleep } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { sharedFarm } from '../support/open-farm.ts'
import { requestOf } from '../support/render-request.ts'
import { failure, ScriptedWorker } from '../support/scripted-worker.ts'

const open = sharedFarm({ silentSeconds: 1.5 })

/** A render whose chunks may be leased. */
async function planned(scenes: number, owner: string | null = null, priority = 0) {
  const { farm, leases } = open()
  const { render } = await farm.submit(requestOf(scenes, { priority }), owner, null)
  const worker = new ScriptedWorker(leases)
  const prepare = await worker.lease()
  if (prepare?.renderId !== render.id) throw new Error('something else waits to be prepared')
  await worker.do(prepare)
  return { id: render.id, worker, farm, leases }
}

test('a worker that comes back late is not heard: the work is another one’s', async () => {
  const { id, worker, farm, leases } = await planned(1)
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
  const { worker, leases } = await planned(1)
  const lease = await worker.lease()
  if (!lease) throw new Error('nothing was leased')
  for (let touches = 0; touches < 8; touches++) {
    await sleep(400)
    expect(await leases.touch(lease, { framesDone: touches })).toBe(true)
  }
  expect(await worker.do(lease)).toBe(true)
  await worker.workUntilIdle()
})

test('work that is given back is there again at once, and counts as not begun', async () => {
  const { id, worker, farm, leases } = await planned(1)
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
  const { id, worker, farm, leases } = await planned(3)
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
  const waiting = leases.lease({ id: 'going', slots: 1 }, 20_000, going.signal)
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
