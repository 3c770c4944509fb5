import { expect, test, vi } from 'vitest'
import { farmLoad } from '../../src/api/farm-load.ts'
import { sharedFarm } from '../support/open-farm.ts'
import { plannedRender } from '../support/planned-render.ts'
import { requestOf } from '../support/render-request.ts'
import { ScriptedWorker } from '../support/scripted-worker.ts'

const open = sharedFarm()
const needs = { memoryBytes: 1e9, encoders: ['h264'] }

test('a film’s chunks and its finish go to workers that render as the one that planned it; others are given other films', async () => {
  const { id, worker, farm, leases } = await plannedRender(open(), 2)
  const other = new ScriptedWorker(leases, { id: 'other', toolchain: 'newer' })
  expect(await other.lease(0)).toBeNull()
  const { render: next } = await farm.submit(requestOf(1), null, null)
  await other.workUntilIdle()
  expect(await farm.find(next.id, null)).toMatchObject({ state: 'succeeded' })
  expect(await farm.find(id, null)).toMatchObject({ state: 'rendering', progress: { framesDone: 0 } })
  await new ScriptedWorker(leases, { id: 'alike' }).workUntilIdle()
  expect(await farm.find(id, null)).toMatchObject({ state: 'succeeded' })
  expect(worker.leases).toHaveLength(1)
})

test('a worker holds no more work than it has memory for', async () => {
  const { farm, leases } = open()
  const { render } = await farm.submit(requestOf(3), null, null, { memoryBytes: 3e9, encoders: [] })
  const small = new ScriptedWorker(leases, { id: 'small', memoryBytes: 2e9 })
  expect(await small.lease(0)).toBeNull()
  const worker = new ScriptedWorker(leases, { id: 'large', slots: 4, memoryBytes: 7e9 })
  await worker.do((await worker.lease()) ?? expect.unreachable())
  const [one, two] = [await worker.lease(), await worker.lease()]
  expect([one, two]).toMatchObject([{ task: { type: 'chunk' } }, { task: { type: 'chunk' } }])
  expect(await worker.lease(0)).toBeNull()
  await worker.do(one ?? expect.unreachable())
  expect(await worker.lease()).toMatchObject({ renderId: render.id })
  await farm.cancel(render.id, null)
})

test('a film that needs an encoder waits for a worker that has it', async () => {
  const { farm, leases } = open()
  const { render } = await farm.submit(requestOf(1), null, null, { ...needs, encoders: ['h264:gpu'] })
  const waiting = new ScriptedWorker(leases, { id: 'with-gpu', encoders: ['h264', 'h264:cpu', 'h264:gpu'], toolchain: 'gpu' })
  const usual = new ScriptedWorker(leases)
  await usual.workUntilIdle()
  expect(await farm.find(render.id, null)).toMatchObject({ state: 'queued' })
  await waiting.workUntilIdle()
  expect(await farm.find(render.id, null)).toMatchObject({ state: 'succeeded' })
})

test('what is told of the farm is as its schema says, with every worker that has asked', async () => {
  const { farm, leasesOf } = open()
  await new ScriptedWorker(leasesOf('far'), { id: 'teller' }).lease(0)
  await vi.waitFor(
    async () =>
      expect(farmLoad.parse(await farm.load()).workers).toEqual(expect.arrayContaining([expect.objectContaining({ id: 'far/teller', slots: 1 })])),
    { timeout: 10_000 },
  )
})
