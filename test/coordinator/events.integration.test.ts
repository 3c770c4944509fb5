import { setTimeout as sleep } from 'node:timers/promises'
import { expect, test } from 'vitest'
import type { RenderEvent } from '../../src/api/render-event.ts'
import { eventsOf } from '../support/events-of.ts'
import { sharedFarm } from '../support/open-farm.ts'
import { requestOf } from '../support/render-request.ts'
import { ScriptedWorker } from '../support/scripted-worker.ts'

const open = sharedFarm()

test('progress is told once a second at most, with the frames of chunks that are under way', async () => {
  const { farm, leases } = open()
  const { render } = await farm.submit(requestOf(2), null, null)
  const worker = new ScriptedWorker(leases)
  const prepare = await worker.lease()
  if (prepare) await worker.do(prepare)
  const lease = await worker.lease()
  if (!lease) throw new Error('nothing was leased')
  for (let framesDone = 0; framesDone < 30; framesDone++) {
    await leases.touch(lease, { framesDone })
    await sleep(80)
  }

  expect(await farm.find(render.id, null)).toMatchObject({
    progress: { framesDone: 29, framesTotal: 120 },
    scenes: [{ framesDone: 29 }, { framesDone: 0 }],
  })
  await worker.do(lease)
  await worker.workUntilIdle()
  const told = (await eventsOf(farm, render.id)).flatMap((event) => (event.type === 'progress' ? [event] : []))
  for (const [index, { at }] of told.entries()) {
    const before = told[index - 1]
    if (before) expect(Date.parse(at) - Date.parse(before.at)).toBeGreaterThan(900)
  }
  expect(told.length).toBeGreaterThan(1)
})

test('of progress only the last events are kept, and all others', async () => {
  const { farm, engine } = open()
  const { render } = await farm.submit(requestOf(1), null, null)
  const { insertEvent, trimProgressEvents } = await import('../../src/engine/records/event-records.ts')
  for (let count = 0; count < 30; count++) {
    await insertEvent(engine.database, render.id, { type: 'progress', progress: render.progress })
    await trimProgressEvents(engine.database, render.id)
  }
  await farm.cancel(render.id, null)
  const events = await eventsOf(farm, render.id)
  expect(events.map(({ id }) => id)).toEqual([1, ...Array.from({ length: 20 }, (_none, index) => index + 12), 32])
})

test('a listener that is slower than the events misses none', async () => {
  const { farm, leases } = open()
  const { render } = await farm.submit(requestOf(120), null, null)
  const ids: number[] = []
  const listening = (async () => {
    const { signal } = new AbortController()
    for await (const { id } of (await farm.events(render.id, null, { id: 0, signal })) ?? []) {
      ids.push(id)
      // It stays behind by more than is kept for it.
      if (ids.length === 1) await new ScriptedWorker(leases).workUntilIdle()
    }
  })()
  await listening
  expect(ids.length).toBeGreaterThan(240)
  expect(ids).toEqual(ids.toSorted((a, b) => a - b))
  expect(new Set(ids).size).toBe(ids.length)
  expect(await farm.find(render.id, null)).toMatchObject({ state: 'succeeded' })
})

test('a listener that goes away is let go, and one that comes late to the end is told nothing more', async () => {
  const { farm, leases } = open()
  const { render } = await farm.submit(requestOf(1), null, null)
  const going = new AbortController()
  const heard: RenderEvent[] = []
  const listening = (async () => {
    for await (const event of (await farm.events(render.id, null, { id: 0, signal: going.signal })) ?? []) heard.push(event)
  })()
  while (heard.length === 0) await sleep(10)
  going.abort()
  await listening
  await new ScriptedWorker(leases).workUntilIdle()
  expect(heard).toHaveLength(1)
  const all = await eventsOf(farm, render.id)
  expect(await eventsOf(farm, render.id, all.length)).toEqual([])
})
