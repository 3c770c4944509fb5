import type { RequestListener } from 'node:http'
import { text } from 'node:stream/consumers'
import { setTimeout as sleep } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import type { Lease } from '../../../src/api/leases.ts'
import { SceneContainers } from '../../../src/worker/containers/scene-containers.ts'
import { noSignal } from '../../support/capture.ts'
import { serve } from '../../support/loopback.ts'
import { thrownBy } from '../../support/thrown-by.ts'

const order: Lease = {
  id: 'rnd_1.1.chunk.0.0',
  attempt: 1,
  renderId: 'rnd_1',
  film: { version: 1, scenes: [{ image: 'https://photos.example/one.jpg', duration: 2 }] },
  settings: { method: 'auto', encoder: 'auto' },
  task: { type: 'chunk', output: 0, chunk: 0, hash: 'abc', frames: 60, scene: 0 },
}
const result = { type: 'chunk', method: 'layers', seconds: 1 } as const

/** Containers behind one address each. */
async function containersAt(listeners: readonly RequestListener[], patienceMs = 20_000): Promise<SceneContainers> {
  const addresses = await Promise.all(listeners.map(async (listener) => new URL(await serve(listener))))
  return new SceneContainers({ addresses, patienceMs, pauseMs: () => 5, headersFor: async ({ host }) => ({ authorization: `Bearer for ${host}` }) })
}

const answer = (response: Parameters<RequestListener>[1], status: number, json: object) =>
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(json))

describe('SceneContainers', () => {
  it('has a chunk rendered by one request, with what lets it in', async () => {
    const seen: unknown[] = []
    const containers = await containersAt([
      (request, response) => {
        void text(request).then((body) => {
          seen.push({ url: request.url, method: request.method, isMine: request.headers.authorization === `Bearer for ${request.headers.host}` })
          expect(JSON.parse(body)).toEqual(order)
          answer(response, 200, result)
        })
      },
    ])
    await expect(containers.perform(order, noSignal)).resolves.toEqual(result)
    expect(seen).toEqual([{ url: '/process-work', method: 'POST', isMine: true }])
  })

  it('asks again where a container has too much to do, or is gone in the middle of it', async () => {
    let asked = 0
    const containers = await containersAt([
      (request, response) => {
        asked++
        if (asked === 1) answer(response, 429, { code: 'QUEUE_FULL', detail: 'as many as it may' })
        else if (asked === 2) request.socket.destroy()
        else if (asked === 3) response.writeHead(503).end('no instance is available')
        else answer(response, 200, result)
      },
    ])
    await expect(containers.perform(order, noSignal)).resolves.toEqual(result)
    expect(asked).toBe(4)
  })

  it('does not ask again what would be answered the same, and tells it in the words of the container', async () => {
    let asked = 0
    const containers = await containersAt([
      (_request, response) => {
        asked++
        answer(response, 422, { code: 'PLAN_DIFFERS', detail: 'chunk 1 is def here', hint: 'the same versions' })
      },
    ])
    expect(await thrownBy(containers.perform(order, noSignal))).toMatchObject({ code: 'PLAN_DIFFERS', message: 'chunk 1 is def here' })
    expect(asked).toBe(1)
  })

  it('gives up in the end, and says what was answered', async () => {
    let asked = 0
    const containers = await containersAt([
      (_request, response) => {
        asked++
        response.writeHead(503).end('no instance is available')
      },
    ])
    const { code, message } = await thrownBy(containers.perform(order, noSignal))
    expect({ code, asked }).toEqual({ code: 'WORKER_LOST', asked: 5 })
    expect(message).toContain('answered 503')
  })

  it('asks the one that has the least to do', async () => {
    const asked = [0, 0]
    const listener =
      (index: number): RequestListener =>
      (_request, response) => {
        asked[index] = (asked[index] ?? 0) + 1
        void sleep(200).then(() => answer(response, 200, result))
      }
    const containers = await containersAt([listener(0), listener(1)])
    await Promise.all([containers.perform(order, noSignal), containers.perform(order, noSignal), containers.perform(order, noSignal)])
    expect(asked.toSorted((a, b) => a - b)).toEqual([1, 2])
  })

  it('sends a chunk a second time that takes much longer than others, and takes what comes first', async () => {
    let asked = 0
    const gone: string[] = []
    const containers = await containersAt(
      [
        (request, response) => {
          asked++
          if (asked !== 4) return answer(response, 200, { ...result, seconds: asked })
          request.once('close', () => gone.push('the slow one'))
          return undefined
        },
      ],
      100,
    )
    for (let chunk = 0; chunk < 3; chunk++) await containers.perform(order, noSignal)
    await expect(containers.perform(order, noSignal)).resolves.toEqual({ ...result, seconds: 5 })
    // Nobody waits for it any more.
    await expect.poll(() => gone).toEqual(['the slow one'])
  })

  it('leaves the container when the work is cancelled', async () => {
    const stopping = new AbortController()
    const left = Promise.withResolvers<void>()
    const containers = await containersAt([
      (request) => {
        request.once('close', () => left.resolve())
        stopping.abort()
      },
    ])
    expect((await thrownBy(containers.perform(order, stopping.signal))).code).toBe('CANCELLED')
    await left.promise
  })
})
