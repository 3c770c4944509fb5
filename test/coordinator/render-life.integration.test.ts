import { join } from 'node:path'
import { expect, test } from 'vitest'
import { eventsOf, statesIn } from '../support/events-of.ts'
import { sharedFarm } from '../support/open-farm.ts'
import { requestOf } from '../support/render-request.ts'
import { ScriptedWorker } from '../support/scripted-worker.ts'

const dropped: string[] = []
const open = sharedFarm({ dropFiles: (id) => dropped.push(id) })

test('a render goes through its states to its files, and tells of each step', async () => {
  const { farm, leases, folder } = open()
  const worker = new ScriptedWorker(leases)
  const { render, isReplay } = await farm.submit(requestOf(3, { metadata: { order: 7 } }), null, null)
  expect({ isReplay, state: render.state, run: render.run, scenes: render.scenes.length }).toEqual({
    isReplay: false,
    state: 'queued',
    run: 1,
    scenes: 3,
  })
  const listening = eventsOf(farm, render.id)

  await worker.workUntilIdle()

  const done = await farm.find(render.id, null)
  expect(done).toMatchObject({
    state: 'succeeded',
    metadata: { order: 7 },
    error: null,
    progress: { overall: 1, framesDone: 180, framesTotal: 180, secondsLeft: 0 },
    scenes: [0, 1, 2].map((index) => ({ index, state: 'done', framesDone: 60, framesTotal: 60, method: 'layers', attempts: 1, errors: [] })),
    outputs: [{ file: 'film.mp4' }],
    leftOut: [],
  })
  expect(worker.leases.map(({ task }) => (task.type === 'chunk' ? task.chunk : task.type))).toEqual(['prepare', 0, 1, 2, 'finish'])
  const events = await listening
  expect(statesIn(events)).toEqual(['queued', 'preparing', 'rendering', 'joining', 'mixing', 'succeeded'])
  expect(events.filter(({ type }) => type === 'scene')).toHaveLength(6)
  expect(events.map(({ id }) => id)).toEqual(events.map((_event, index) => index + 1))
  expect(await eventsOf(farm, render.id, 3)).toEqual(events.slice(3))
  expect(await farm.files(render.id, null)).toMatchObject([{ path: join(folder, 'renders', render.id, 'film.mp4') }])
  const log = (await farm.log(render.id, null))
    ?.trim()
    .split('\n')
    .map((line) => JSON.parse(line) as { message: string; render: string })
  expect(log?.at(-1)).toMatchObject({ message: 'render is succeeded', render: render.id })
})

test('what a render has left is removed when it has failed or was cancelled, and never otherwise', async () => {
  const { farm, leases } = open()
  const { render: cancelled } = await farm.submit(requestOf(2), null, null)
  await farm.cancel(cancelled.id, null)
  const { render: failing } = await farm.submit(requestOf(2), null, null)
  const failure = { code: 'FFMPEG_FAILED', message: 'ended', hint: 'none', retryable: false, scene: null }
  await new ScriptedWorker(leases, { fail: ({ task }) => (task.type === 'finish' ? failure : undefined) }).workUntilIdle()
  expect(await farm.find(failing.id, null)).toMatchObject({ state: 'failed' })
  const { render: good } = await farm.submit(requestOf(2), null, null)
  await new ScriptedWorker(leases).workUntilIdle()
  expect(await farm.find(good.id, null)).toMatchObject({ state: 'succeeded' })
  expect(dropped).toEqual([cancelled.id, failing.id])
})

test('chunks that are finished already are not leased', async () => {
  const { farm, leases } = open()
  const first = new ScriptedWorker(leases)
  await farm.submit(requestOf(2), null, null)
  await first.workUntilIdle()
  const { render } = await farm.submit(requestOf(3), null, null)

  const second = new ScriptedWorker(leases, { finished: first.finished })
  await second.workUntilIdle()

  expect(second.leases.map(({ task }) => (task.type === 'chunk' ? task.scene : task.type))).toEqual(['prepare', 2, 'finish'])
  expect(await farm.find(render.id, null)).toMatchObject({ state: 'succeeded', progress: { framesDone: 180 } })
})

test('a film whose chunks are all there goes from preparing to joining', async () => {
  const { farm, leases } = open()
  const worker = new ScriptedWorker(leases)
  await farm.submit(requestOf(2), null, null)
  await worker.workUntilIdle()
  const { render } = await farm.submit(requestOf(2), null, null)

  await worker.workUntilIdle()

  expect(statesIn(await eventsOf(farm, render.id))).toEqual(['queued', 'preparing', 'joining', 'mixing', 'succeeded'])
})

test('text that a database does not like is kept as it was sent', async () => {
  const { farm, leases } = open()
  const odd = { nul: 'a\u0000b', half: '\ud800', 'key\u0000': 1 }
  const { film } = requestOf(1)
  const { render } = await farm.submit({ ...requestOf(1, { metadata: odd }), film: { ...film, background: '\u0000' } }, null, null)

  expect((await farm.find(render.id, null))?.metadata).toEqual(odd)
  const worker = new ScriptedWorker(leases)
  await worker.workUntilIdle()
  expect(worker.leases[0]?.film['background']).toBe('\u0000')
})
