import { expect, test, vi } from 'vitest'
import { httpLeaseSource } from '../../src/worker/http-lease-source.ts'
import { startApi } from '../support/api.ts'
import { serve } from '../support/loopback.ts'
import { sharedFarm } from '../support/open-farm.ts'
import { requestOf } from '../support/render-request.ts'
import { failure, ScriptedWorker } from '../support/scripted-worker.ts'
import { workerFactsOf } from '../support/worker-facts-of.ts'

const open = sharedFarm()
const accounts: Readonly<Record<string, string>> = { ffw_1: 'one', ffw_2: 'two' }
const never = new AbortController().signal
const facts = workerFactsOf()

/** The coordinator over HTTP, and its leases for the workers of two accounts. */
async function overHttp() {
  const { farm, leasesOf } = open()
  const api = await startApi({ leasesOf, workerTokens: (token) => accounts[token] ?? null, settings: { maxBodyBytes: 1000 } })
  const [one, two] = ['ffw_1', 'ffw_2'].map((token) => httpLeaseSource({ url: api.url, token }))
  if (!one || !two) throw new Error('unreachable: there are two')
  return { api, farm, one, two }
}

test('a render is seen through over HTTP, by workers of several accounts', async () => {
  const { farm, one, two } = await overHttp()
  const { render } = await farm.submit(requestOf(3), null, null)
  const [first, second] = [new ScriptedWorker(one), new ScriptedWorker(two)]
  const prepare = await first.lease()
  if (prepare) expect(await first.do(prepare)).toBe(true)
  const chunk = await first.lease()
  await second.workUntilIdle()
  if (chunk) expect(await first.do(chunk)).toBe(true)
  await second.workUntilIdle()
  expect(await farm.find(render.id, null)).toMatchObject({ state: 'succeeded', outputs: [{ file: 'film.mp4' }] })
  expect(await farm.log(render.id, null)).toContain('"worker":"two/scripted"')
})

test('work is out of reach of other accounts, and of earlier attempts', async () => {
  const { farm, one, two } = await overHttp()
  const { render } = await farm.submit(requestOf(1), null, null)
  const lease = await one.lease(facts, 5000, never)
  if (!lease) throw new Error('nothing was leased')
  const result = new ScriptedWorker(one).resultOf(lease)
  const earlier = { id: lease.id, attempt: lease.attempt + 1 }
  for (const [source, key] of [[two, lease] as const, [one, earlier] as const]) {
    expect(await source.touch(key, {})).toBe(false)
    expect(await source.complete(key, result)).toBe(false)
    expect(await source.fail(key, failure())).toBe(false)
    expect(await source.giveBack(key)).toBe(false)
  }
  expect(await one.touch(lease, {})).toBe(true)
  expect(await one.giveBack(lease)).toBe(true)
  await farm.cancel(render.id, null)
})

test('a worker that goes while it waits is given nothing', async () => {
  const { api, farm, one, two } = await overHttp()
  const going = new AbortController()
  const waiting = one.lease(facts, 20_000, going.signal)
  // Its request has come once another one has been answered.
  expect(await two.lease(facts, 0, never)).toBeNull()
  going.abort()
  await expect(waiting).rejects.toMatchObject({ code: 'COORDINATOR_UNAVAILABLE' })
  await vi.waitFor(() => expect(api.logged.join('')).toContain('"status":499'), { timeout: 5000 })
  const { render } = await farm.submit(requestOf(1), null, null)
  const lease = await two.lease(facts, 20_000, never)
  expect(lease).toMatchObject({ renderId: render.id })
  if (lease) await two.giveBack(lease)
  await farm.cancel(render.id, null)
})

test('a plan of thousands of chunks is taken, however little clients may send', async () => {
  const { farm, one } = await overHttp()
  const { render } = await farm.submit(requestOf(1), null, null)
  const lease = await one.lease(facts, 5000, never)
  if (!lease) throw new Error('nothing was leased')
  const chunk = (index: number) => ({ index, output: 0, scene: 0, frames: 60, hash: 'ab'.repeat(32) + index, isFinished: true })
  const chunks = Array.from({ length: 5000 }, (_none, index) => chunk(index))
  const plan = { chunks, warnings: [], durationSeconds: 10_000, encoder: 'libx264', fetchedBytes: 0 }
  expect(await one.complete(lease, { type: 'prepare', ...plan })).toBe(true)
  expect(await farm.find(render.id, null)).toMatchObject({ state: 'joining', progress: { framesTotal: 300_000 } })
  await farm.cancel(render.id, null)
})

test('a token that is not known is refused, and the reason says how one is made', async () => {
  const { api } = await overHttp()
  const stranger = httpLeaseSource({ url: api.url, token: 'ffw_3' })
  const refusal = { code: 'KEY_WRONG', hint: expect.stringContaining('worker-token new') }
  await expect(stranger.lease(facts, 0, never)).rejects.toMatchObject(refusal)
  await expect(stranger.touch({ id: 'x', attempt: 0 }, {})).rejects.toMatchObject(refusal)
})

test('what is no work, or no result, is refused with its faults', async () => {
  const { api } = await overHttp()
  const json = { id: 'x', attempt: 0, result: { type: 'chunk', method: 'layers', seconds: -1 } }
  const response = await api.call('/v1/worker/complete', { method: 'POST', key: 'ffw_1', json })
  expect([response.status, await response.json()]).toMatchObject([422, { code: 'REQUEST_INVALID', errors: [{ pointer: '/result/seconds' }] }])
})

test('a server that is stopping gives no new work, and hears what is done', async () => {
  const { api, farm, one } = await overHttp()
  const { render } = await farm.submit(requestOf(1), null, null)
  const lease = await one.lease(facts, 5000, never)
  if (!lease) throw new Error('nothing was leased')
  api.drain()
  await expect(one.lease(facts, 0, never)).rejects.toMatchObject({ code: 'COORDINATOR_UNAVAILABLE', message: expect.stringContaining('stopping') })
  expect(await one.touch(lease, {})).toBe(true)
  expect(await one.giveBack(lease)).toBe(true)
  await farm.cancel(render.id, null)
})

test('whatever else answers, or does not, counts as a coordinator that cannot be asked, and learns no token', async () => {
  const asked: (string | undefined)[] = []
  const other = await serve((request, response) => {
    asked.push(request.headers.authorization)
    response.end('hello')
  })
  const elsewhere = await serve((_request, response) => response.writeHead(307, { Location: `${other}/v1/worker/lease` }).end())
  for (const url of [other, elsewhere, `${other}/nowhere`, 'http://127.0.0.1:1']) {
    const waiting = httpLeaseSource({ url, token: 'ffw_1' }).lease(facts, 0, never)
    await expect(waiting).rejects.toMatchObject({ code: 'COORDINATOR_UNAVAILABLE', message: expect.stringContaining(url) })
  }
  expect(asked).toHaveLength(2)
})
