import { expect, test } from 'vitest'
import { sharedFarm } from '../support/open-farm.ts'
import { plannedRender } from '../support/planned-render.ts'
import { requestOf } from '../support/render-request.ts'
import { ScriptedWorker } from '../support/scripted-worker.ts'

const open = sharedFarm({ maxSlots: new Map([['bounded', 2]]) })

test('a film of one scene that is sent behind one of 200 scenes is done next', async () => {
  const { id: huge, worker, farm } = await plannedRender(open(), 200)
  const { render: small } = await farm.submit(requestOf(1), null, null)
  for (let count = 0; count < 3; count++) {
    const lease = await worker.lease()
    if (lease) await worker.do(lease)
  }
  expect(await farm.find(small.id, null)).toMatchObject({ state: 'succeeded' })
  expect(await farm.find(huge, null)).toMatchObject({ state: 'rendering', progress: { framesDone: 0, framesTotal: 12_000 } })
  await farm.cancel(huge, null)
})

test('a film that has waited long for its size is not overtaken by smaller ones', async () => {
  const { id: huge, worker, farm, engine } = { ...open(), ...(await plannedRender(open(), 200)) }
  await engine.database.query('update framefarm.renders set due_at = now() where id = $1', [huge])
  const { render: small } = await farm.submit(requestOf(1), null, null)
  const next = await worker.lease()
  expect(next).toMatchObject({ renderId: huge })
  await farm.cancel(small.id, null)
  await farm.cancel(huge, null)
  if (next) expect(await worker.do(next)).toBe(false)
})

test('an owner has no more work under way than they may, and others have what is free', async () => {
  const { farm, leases } = open()
  const bounded = await farm.submit(requestOf(4), 'bounded', null)
  const worker = new ScriptedWorker(leases)
  await worker.do((await worker.lease()) ?? expect.unreachable())
  const held = [await worker.lease(), await worker.lease()]
  expect(await worker.lease(0)).toBeNull()
  const other = await farm.submit(requestOf(1), 'other', null)
  expect(await worker.lease()).toMatchObject({ renderId: other.render.id })
  await worker.do(held[0] ?? expect.unreachable())
  expect(await worker.lease()).toMatchObject({ renderId: bounded.render.id })
  expect(await worker.lease(0)).toBeNull()
  await farm.cancel(bounded.render.id, 'bounded')
  await farm.cancel(other.render.id, 'other')
})
