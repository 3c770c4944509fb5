import { expect, test } from 'vitest'
import type { Lease } from '../../src/api/leases.ts'
import { deliveriesOf, takeDeliveries } from '../../src/engine/records/delivery-records.ts'
import { eventsOf, statesIn } from '../support/events-of.ts'
import { sharedFarm } from '../support/open-farm.ts'
import { requestOf } from '../support/render-request.ts'
import { failure, ScriptedWorker } from '../support/scripted-worker.ts'

const open = sharedFarm()

/** Fails what is about the scene with this image. */
const failImage =
  (name: string, part: Parameters<typeof failure>[0] = {}) =>
  ({ film, task }: Lease) => {
    if (task.type !== 'chunk') return undefined
    const scene = (film['scenes'] as readonly { readonly image?: string }[])[task.scene]
    return scene?.image?.endsWith(name) ? failure({ scene: task.scene, ...part }) : undefined
  }

const webhook = { url: 'https://example.test/hook', events: ['render.failed', 'scene.failed', 'render.succeeded', 'render.started'] as const }

test('what may pass is tried again, and the attempts and errors of the scene are told', async () => {
  const { farm, leases } = open()
  const { render } = await farm.submit(requestOf(2), null, null)
  let failures = 0
  const worker = new ScriptedWorker(leases, {
    fail: (lease) => (failures < 2 ? failImage('1.jpg')(lease) && (failures++, failImage('1.jpg')(lease)) : undefined),
  })

  await worker.workUntilIdle()

  expect(await farm.find(render.id, null)).toMatchObject({
    state: 'succeeded',
    scenes: [
      { attempts: 1, errors: [] },
      {
        attempts: 3,
        state: 'done',
        errors: [
          { code: 'CHROMIUM_CRASHED', attempt: 1 },
          { code: 'CHROMIUM_CRASHED', attempt: 2 },
        ],
      },
    ],
  })
})

test('the third failure is the last one: the render fails with its reason, and its webhook is told', async () => {
  const { farm, leases, engine } = open()
  const { render } = await farm.submit(requestOf(3, { webhook: { ...webhook, events: [...webhook.events] }, metadata: { order: 9 } }), null, null)
  const worker = new ScriptedWorker(leases, { fail: failImage('0.jpg') })

  await worker.workUntilIdle()

  expect(await farm.find(render.id, null)).toMatchObject({
    state: 'failed',
    error: { code: 'CHROMIUM_CRASHED' },
    scenes: [{ state: 'failed', attempts: 3 }, {}, {}],
  })
  expect((await deliveriesOf(engine.database, render.id)).map(({ type }) => type)).toEqual(['render.started', 'scene.failed', 'render.failed'])
  const due = await takeDeliveries(engine.database, 10, 60_000)
  const told = due.find(({ body }) => body.includes('render.failed'))
  expect(JSON.parse(told?.body ?? '')).toMatchObject({
    type: 'render.failed',
    data: { id: render.id, metadata: { order: 9 }, error: { code: 'CHROMIUM_CRASHED' } },
  })
  expect(told?.secrets).toEqual([expect.stringMatching(/^whsec_/)])
  // Taken deliveries are nobody else's for the time.
  expect(await takeDeliveries(engine.database, 10, 60_000)).toEqual([])
})

test('what cannot pass is not tried again', async () => {
  const { farm, leases } = open()
  const { render } = await farm.submit(requestOf(1), null, null)
  const worker = new ScriptedWorker(leases, { fail: failImage('0.jpg', { code: 'TEMPLATE_FAILED', retryable: false }) })

  await worker.workUntilIdle()

  expect(worker.leases).toHaveLength(2)
  expect(await farm.find(render.id, null)).toMatchObject({ state: 'failed', error: { code: 'TEMPLATE_FAILED' } })
})

test('skip: the film is made without the scene, and what was finished is used', async () => {
  const { farm, leases } = open()
  const { render } = await farm.submit(requestOf(4, { onSceneFailure: 'skip' }), null, null)
  const worker = new ScriptedWorker(leases, { fail: failImage('1.jpg', { retryable: false }) })

  await worker.workUntilIdle()

  const done = await farm.find(render.id, null)
  expect(done).toMatchObject({
    state: 'succeeded',
    leftOut: [{ scene: 1, how: 'skip', error: { code: 'CHROMIUM_CRASHED' } }],
    scenes: [{ state: 'done' }, { state: 'left-out' }, { state: 'done' }, { state: 'done' }],
  })
  expect(worker.leases.map(({ task }) => (task.type === 'chunk' ? task.scene : task.type))).toEqual(['prepare', 0, 1, 2, 3, 'prepare', 'finish'])
  expect(worker.lastScenes).toMatchObject(['0', '2', '3'].map((name) => ({ image: `https://example.test/${name}.jpg` })))
  expect(statesIn(await eventsOf(farm, render.id))).toEqual(['queued', 'preparing', 'rendering', 'preparing', 'joining', 'mixing', 'succeeded'])
})

test('of a transition, two chunks may fail of one scene, which is left out once', async () => {
  const { farm, leases } = open()
  const { render } = await farm.submit(requestOf(4, { onSceneFailure: 'skip' }), null, null)
  const worker = new ScriptedWorker(leases, {
    fail: ({ film, task }) =>
      task.type === 'chunk' && (task.scene === 1 || task.scene === 2) && (film['scenes'] as unknown[]).length === 4
        ? failure({ scene: 1, retryable: false })
        : undefined,
  })

  await worker.workUntilIdle()

  expect(worker.leases.map(({ task }) => (task.type === 'chunk' ? task.scene : task.type))).toEqual(['prepare', 0, 1, 2, 3, 'prepare', 1, 'finish'])
  expect(await farm.find(render.id, null)).toMatchObject({
    state: 'succeeded',
    leftOut: [{ scene: 1 }],
    scenes: [{}, { state: 'left-out' }, { state: 'done' }, {}],
  })
})

test('placeholder: a plain card takes the place of a scene whose image cannot be had', async () => {
  const { farm, leases } = open()
  const { render } = await farm.submit(requestOf(3, { onSceneFailure: 'placeholder' }), null, null)
  const faults = [{ pointer: '/scenes/2/image', message: 'is not there' }]
  const hasImage = ({ film }: Lease) => 'image' in ((film['scenes'] as object[])[2] ?? {})
  const worker = new ScriptedWorker(leases, {
    fail: (lease) =>
      lease.task.type === 'prepare' && hasImage(lease) ? failure({ code: 'ASSET_UNAVAILABLE', retryable: false, faults }) : undefined,
  })

  await worker.workUntilIdle()

  expect(await farm.find(render.id, null)).toMatchObject({
    state: 'succeeded',
    leftOut: [{ scene: 2, how: 'placeholder', error: { code: 'ASSET_UNAVAILABLE', faults } }],
    progress: { framesTotal: 180 },
  })
  expect(worker.lastScenes[2]).toMatchObject({ template: 'title-card', duration: 2 })
})

test('after a scene was left out, failures of later ones are told by their places in the film as it was sent', async () => {
  const { farm, leases } = open()
  const { render } = await farm.submit(requestOf(4, { onSceneFailure: 'skip' }), null, null)
  // The second prepare sees three scenes; its second is the third of the film.
  let prepared = 0
  const worker = new ScriptedWorker(leases, {
    fail: ({ task }) => {
      const fault = { pointer: '/scenes/1/image', message: 'is not there' }
      return task.type === 'prepare' && prepared++ < 2 ? failure({ code: 'ASSET_UNAVAILABLE', retryable: false, faults: [fault] }) : undefined
    },
  })

  await worker.workUntilIdle()

  const done = await farm.find(render.id, null)
  expect(done?.leftOut.map(({ scene, error }) => [scene, error.faults?.[0]?.pointer])).toEqual([
    [1, '/scenes/1/image'],
    [2, '/scenes/2/image'],
  ])
  expect(done?.state).toBe('succeeded')
})

test('a film of which nothing would be left fails', async () => {
  const { farm, leases } = open()
  const { render } = await farm.submit(requestOf(1, { onSceneFailure: 'skip' }), null, null)
  await new ScriptedWorker(leases, { fail: failImage('0.jpg', { retryable: false }) }).workUntilIdle()
  expect(await farm.find(render.id, null)).toMatchObject({ state: 'failed', leftOut: [] })
})

test('a failure that is of no scene fails the render, whatever is to happen to scenes', async () => {
  const { farm, leases } = open()
  const { render } = await farm.submit(requestOf(2, { onSceneFailure: 'skip' }), null, null)
  const full = failure({ code: 'DISK_FULL', retryable: false })
  await new ScriptedWorker(leases, { fail: ({ task }) => (task.type === 'chunk' ? full : undefined) }).workUntilIdle()
  expect(await farm.find(render.id, null)).toMatchObject({ state: 'failed', error: { code: 'DISK_FULL' }, leftOut: [] })
})

test('a finish that fails is planned anew, so that a chunk that was lost is rendered again', async () => {
  const { farm, leases } = open()
  const { render } = await farm.submit(requestOf(2), null, null)
  let lost = false
  const worker: ScriptedWorker = new ScriptedWorker(leases, {
    fail: ({ task }) => {
      if (task.type !== 'finish' || lost) return undefined
      lost = true
      worker.finished.delete([...worker.finished][0] ?? '')
      return failure({ code: 'CHUNK_MISSING' })
    },
  })

  await worker.workUntilIdle()

  expect(worker.leases.map(({ task }) => (task.type === 'chunk' ? task.chunk : task.type))).toEqual([
    'prepare',
    0,
    1,
    'finish',
    'prepare',
    0,
    'finish',
  ])
  expect(await farm.find(render.id, null)).toMatchObject({ state: 'succeeded' })
})

test('a failed render is retried as a whole, and one that goes on is not', async () => {
  const { farm, leases } = open()
  const { render } = await farm.submit(requestOf(2), null, null)
  await expect(farm.retry(render.id, null)).rejects.toMatchObject({ code: 'STATE_WRONG', message: expect.stringContaining('queued') as string })
  const worker = new ScriptedWorker(leases, { fail: failImage('1.jpg', { retryable: false }) })
  await worker.workUntilIdle()

  expect(await farm.retry(render.id, null)).toMatchObject({ state: 'queued', run: 2, error: null, finishedAt: null })
  const second = new ScriptedWorker(leases, { finished: worker.finished })
  await second.workUntilIdle()

  expect(second.leases.map(({ task }) => (task.type === 'chunk' ? task.scene : task.type))).toEqual(['prepare', 1, 'finish'])
  expect(await farm.find(render.id, null)).toMatchObject({ state: 'succeeded', run: 2 })
  expect(statesIn(await eventsOf(farm, render.id))).toEqual(expect.arrayContaining(['failed', 'succeeded']))
})
