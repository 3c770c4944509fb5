import { expect, test, vi } from 'vitest'
import { sharedFarm } from '../support/open-farm.ts'
import { plannedRender } from '../support/planned-render.ts'
import { requestOf } from '../support/render-request.ts'
import { ScriptedWorker } from '../support/scripted-worker.ts'

const open = sharedFarm({ toolchainSeconds: 4, workerSeconds: 5 })
const waitLong = { timeout: 30_000, interval: 200 }

test('a film whose kind of worker has gone waits while nobody is there, and is planned anew by whoever comes', async () => {
  const { id, worker, farm, leases, engine } = { ...open(), ...(await plannedRender(open(), 2)) }
  await worker.do((await worker.lease()) ?? expect.unreachable())
  await engine.database.query(`update framefarm.workers set seen_at = now() - interval '1 minute'`)
  const newer = new ScriptedWorker(leases, { id: 'newer', toolchain: 'newer' })
  const lease = await vi.waitFor(async () => (await newer.lease(200)) ?? expect.unreachable(), waitLong)
  expect(lease).toMatchObject({ renderId: id, task: { type: 'prepare' } })
  await newer.do(lease)
  await newer.workUntilIdle()
  expect(await farm.find(id, null)).toMatchObject({ state: 'succeeded' })
  expect(newer.leases.map(({ task }) => task.type)).toEqual(['prepare', 'chunk', 'chunk', 'finish'])
  expect(await farm.log(id, null)).toContain('no worker is left that renders as the one that planned it')
})

test('a film that no worker can render fails after a while, and says what is missing', async () => {
  const { farm, leases } = open()
  const needs = { memoryBytes: 64e9, encoders: ['hevc:gpu', 'h264'] }
  const { render } = await farm.submit(requestOf(1), null, null, needs)
  const worker = new ScriptedWorker(leases)
  await vi.waitFor(async () => {
    await worker.lease(100)
    expect(await farm.find(render.id, null)).toMatchObject({ state: 'failed' })
  }, waitLong)
  expect((await farm.find(render.id, null))?.error).toMatchObject({
    code: 'WORKER_UNFIT',
    message:
      'no worker of the farm can render the film: it needs 64.0 GB of memory for its frames (the most that a worker has is 8.0 GB) and an encoder for hevc on a GPU',
    retryable: true,
  })
})
