import { describe, expect, it, vi } from 'vitest'
import type { LeaseSource } from '../../src/api/leases.ts'
import { sharedFarm } from '../support/open-farm.ts'
import { requestOf } from '../support/render-request.ts'
import { failure, ScriptedWorker, type Script } from '../support/scripted-worker.ts'

const open = sharedFarm()
const full = failure({ code: 'DISK_FULL', message: 'no space left', hint: 'Free space', retryable: false, scene: 0 })
const fault = { code: 'DISK_FULL', message: 'no space left', hint: 'Free space' }
const soon = { timeout: 10_000, interval: 100 }

/** A worker of which the coordinator has heard. */
async function seenWorker(script: Script): Promise<ScriptedWorker> {
  const { farm, leases } = open()
  const worker = new ScriptedWorker(leases, script)
  expect(await worker.lease(0)).toBeNull()
  await vi.waitFor(async () => expect((await farm.load()).workers.map(({ id }) => id)).toContain(`local/${script.id}`), soon)
  return worker
}

async function failNext(leases: LeaseSource, worker: ScriptedWorker): Promise<void> {
  expect(await leases.fail((await worker.lease()) ?? expect.unreachable(), full)).toBe(true)
}

describe('work whose machine could not do it', () => {
  it('is done by another worker, whatever work it is, and the film is whole', async () => {
    const { farm, leases } = open()
    const other = await seenWorker({ id: 'other', toolchain: 'first' })
    const { render } = await farm.submit(requestOf(1, { onSceneFailure: 'skip' }), null, null)
    const worker = new ScriptedWorker(leases, { toolchain: 'first' })
    for (const type of ['prepare', 'chunk', 'finish'] as const) {
      await failNext(leases, worker)
      const lease = (await other.lease()) ?? expect.unreachable()
      expect(lease).toMatchObject({ attempt: 1, task: { type } })
      await other.do(lease)
    }
    const scenes = [{ state: 'done', attempts: 2, errors: expect.arrayContaining([expect.objectContaining({ code: 'DISK_FULL', attempt: 1 })]) }]
    expect(await farm.find(render.id, null)).toMatchObject({ state: 'succeeded', leftOut: [], scenes })
    expect(await farm.log(render.id, null)).toContain('chunk is left to another worker')
  })

  it.each([
    ['nobody else is there', 'alone', null],
    ['the other renders with other programs', 'differs', { id: 'newer', toolchain: 'newer' }],
    ['the other has such a fault itself', 'both', { id: 'full', toolchain: 'both', fault }],
  ])('fails the render at once where %s, and no scene is left out for it', async (_why, toolchain, other) => {
    if (other) await seenWorker(other)
    const { farm, leases } = open()
    const { render } = await farm.submit(requestOf(2, { onSceneFailure: 'skip' }), null, null)
    const worker = new ScriptedWorker(leases, { toolchain })
    await worker.do((await worker.lease()) ?? expect.unreachable())
    await failNext(leases, worker)
    expect(await farm.find(render.id, null)).toMatchObject({ state: 'failed', error: { code: 'DISK_FULL', hint: 'Free space' }, leftOut: [] })
  })

  it('fails the render in the end where it fills every disk', async () => {
    const { farm, leases } = open()
    await seenWorker({ id: 'another', toolchain: 'every' })
    const { render } = await farm.submit(requestOf(1), null, null)
    const worker = new ScriptedWorker(leases, { toolchain: 'every', fail: ({ task }) => (task.type === 'chunk' ? full : undefined) })
    await worker.workUntilIdle()
    expect(worker.leases.filter(({ task }) => task.type === 'chunk')).toHaveLength(6)
    expect(await farm.find(render.id, null)).toMatchObject({
      state: 'failed',
      error: { code: 'DISK_FULL' },
      scenes: [{ state: 'failed', attempts: 6 }],
    })
  })
})

it('a worker that says what keeps it from work is given none, is shown, and is not counted on', async () => {
  const { farm, leases, slots } = open()
  const { render } = await farm.submit(requestOf(1), null, null)
  const facts = { id: 'resting', slots: 1000 }
  expect(await new ScriptedWorker(leases, { ...facts, fault }).lease()).toBeNull()
  const shown = async () => (await farm.load()).workers.filter((worker) => worker.id === 'local/resting')
  await vi.waitFor(async () => expect(await shown()).toMatchObject([{ fault, busySlots: 0 }]), soon)
  expect(slots()).toBeLessThan(1000)
  await new ScriptedWorker(leases, facts).workUntilIdle()
  expect(await farm.find(render.id, null)).toMatchObject({ state: 'succeeded' })
  await vi.waitFor(async () => expect(await shown()).toMatchObject([{ fault: null }]), soon)
  await vi.waitFor(() => expect(slots()).toBeGreaterThanOrEqual(1000), soon)
})
