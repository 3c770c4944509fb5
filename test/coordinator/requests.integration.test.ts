import { expect, test } from 'vitest'
import { sharedFarm } from '../support/open-farm.ts'
import { requestOf } from '../support/render-request.ts'

const open = sharedFarm({ maxQueued: 14 })
const key = (name: string, bodyHash = 'body') => ({ key: name, bodyHash })

test('the same key is the same render, for the same request of the same owner', async () => {
  const { farm } = open()
  const first = await farm.submit(requestOf(1), 'ann', key('k'))
  const again = await farm.submit(requestOf(1), 'ann', key('k'))
  const other = await farm.submit(requestOf(1), 'bob', key('k'))
  expect([first.isReplay, again.isReplay, other.isReplay]).toEqual([false, true, false])
  expect(again.render.id).toBe(first.render.id)
  expect(other.render.id).not.toBe(first.render.id)
  await expect(farm.submit(requestOf(2), 'ann', key('k', 'another'))).rejects.toMatchObject({ code: 'IDEMPOTENCY_MISMATCH' })
})

test('of two requests with one key at the same moment, one is made to wait', async () => {
  const { farm } = open()
  const results = await Promise.allSettled([farm.submit(requestOf(1), 'ann', key('twice')), farm.submit(requestOf(1), 'ann', key('twice'))])
  expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected'])
  expect(results[1]).toMatchObject({ reason: { code: 'IDEMPOTENCY_IN_FLIGHT' } })
})

test('a key is forgotten after a day', async () => {
  const { farm, engine } = open()
  const { render } = await farm.submit(requestOf(1), 'ann', key('old'))
  await engine.database.query(`update framefarm.idempotency_keys set created_at = now() - interval '25 hours' where key = 'old'`)
  const again = await farm.submit(requestOf(2), 'ann', key('old', 'another'))
  expect(again).toMatchObject({ isReplay: false })
  expect(again.render.id).not.toBe(render.id)
})

test('somebody else’s render is as if it were not there', async () => {
  const { farm } = open()
  const { render } = await farm.submit(requestOf(1), 'ann', null)
  const { signal } = new AbortController()
  for (const owner of ['bob', null]) {
    const { id } = render
    const answers = [farm.find(id, owner), farm.cancel(id, owner), farm.retry(id, owner), farm.files(id, owner), farm.log(id, owner)]
    expect(await Promise.all([...answers, farm.events(id, owner, { id: 0, signal })])).toEqual([null, null, null, null, null, null])
  }
  expect(await farm.find(render.id, 'ann')).toMatchObject({ state: 'queued' })
  expect(await farm.find('rnd_none', 'ann')).toBeNull()
})

test('renders are listed newest first, page by page, though new ones come between', async () => {
  const { farm } = open()
  const ids: string[] = []
  for (let count = 0; count < 5; count++) ids.push((await farm.submit(requestOf(1), 'lister', null)).render.id)
  const first = await farm.list({ limit: 2 }, 'lister')
  await farm.submit(requestOf(1), 'lister', null)
  const second = await farm.list({ limit: 2, pageToken: first.nextPageToken ?? '' }, 'lister')
  const third = await farm.list({ limit: 2, pageToken: second.nextPageToken ?? '' }, 'lister')
  expect([first, second, third].flatMap(({ renders }) => renders.map(({ id }) => id))).toEqual(ids.toReversed())
  expect(third.nextPageToken).toBeNull()
  expect((await farm.list({ limit: 10, states: ['failed'] }, 'lister')).renders).toEqual([])
  expect((await farm.list({ limit: 10, createdAfter: new Date(Date.now() + 60_000) }, 'lister')).renders).toEqual([])
  await expect(farm.list({ limit: 2, pageToken: 'bm9uZQ' }, 'lister')).rejects.toMatchObject({ code: 'PAGE_TOKEN_WRONG' })
})

test('when too much waits no more is taken, and it is said how much waits', async () => {
  const { farm } = open()
  const { queuedRenders } = await farm.load()
  for (let waiting = queuedRenders; waiting < 14; waiting++) await farm.submit(requestOf(1), 'ann', null)
  await expect(farm.submit(requestOf(1), 'ann', null)).rejects.toMatchObject({ code: 'QUEUE_FULL' })
  expect(await farm.load()).toMatchObject({ queuedRenders: 14, runningRenders: 0, framesPerSecond: null })
})

test('of many that come at once as many are accepted as there is room for, in their order, and each is told', async () => {
  const { farm } = open()
  const room = 4
  for (const { id } of (await farm.list({ limit: room, states: ['queued'] }, 'lister')).renders) await farm.cancel(id, 'lister')
  const sent = Array.from({ length: room + 2 }, (_, index) => farm.submit(requestOf(2), 'crowd', key(`crowd ${index}`)))
  const settled = await Promise.allSettled([
    ...sent,
    farm.submit(requestOf(1), 'ann', key('twice', 'wrong')),
    farm.submit(requestOf(1), 'ann', key('k')),
  ])
  const refused = settled.flatMap((one) => (one.status === 'rejected' ? [(one.reason as { readonly code: string }).code] : []))
  expect(refused).toEqual(['QUEUE_FULL', 'QUEUE_FULL', 'IDEMPOTENCY_MISMATCH'])
  const accepted = settled.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []))
  expect(accepted.map(({ isReplay }) => isReplay)).toEqual([...Array.from({ length: room }, () => false), true])
  const { renders } = await farm.list({ limit: 100 }, 'crowd')
  expect(renders).toEqual(
    accepted
      .slice(0, -1)
      .map(({ render }) => render)
      .toReversed(),
  )
  for (const { id } of renders) expect(await farm.log(id, 'crowd')).toContain('"message":"render is queued"')
})
