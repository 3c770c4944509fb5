import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { lookup as systemLookup } from 'node:dns'
import { text } from 'node:stream/consumers'
import { Webhook } from 'standardwebhooks'
import { describe, expect, it } from 'vitest'
import { deliverWebhooks } from '../../src/webhooks/deliver-webhooks.ts'
import type { LookupFor } from '../../src/webhooks/post-webhook.ts'
import type { AttemptOutcome, WebhookDelivery, WebhookQueue } from '../../src/webhooks/webhook-delivery.ts'

type Seen = { readonly path: string; readonly headers: Record<string, string>; readonly body: string }

/** An endpoint that keeps what it was sent. */
async function endpoint(answer: (path: string, response: ServerResponse) => void): Promise<AsyncDisposable & { url: string; seen: Seen[] }> {
  const seen: Seen[] = []
  const server = createServer((request: IncomingMessage, response) => {
    void text(request).then((body) => {
      seen.push({ path: request.url ?? '', headers: request.headers as Record<string, string>, body })
      answer(request.url ?? '', response)
    })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const close = async () => {
    server.closeAllConnections()
    server.close()
    await once(server, 'close')
  }
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, seen, [Symbol.asyncDispose]: close }
}

const newWebhookSecret = () => `whsec_${randomBytes(32).toString('base64')}`

const secret = newWebhookSecret()

function deliveryTo(url: string, fields: Partial<WebhookDelivery> = {}): WebhookDelivery {
  return { id: 'msg_1', url, body: '{"type":"render.succeeded"}', secrets: [secret], eventAt: new Date(), attempts: 0, ...fields }
}

/** Sends each of these once, and gives what has become of them. */
async function sendAll(
  deliveries: readonly WebhookDelivery[],
  lookupFor: LookupFor = () => Promise.resolve(systemLookup),
): Promise<Map<string, AttemptOutcome>> {
  const waiting = [...deliveries]
  const outcomes = new Map<string, AttemptOutcome>()
  const stop = new AbortController()
  const queue: WebhookQueue = {
    take: (limit) => Promise.resolve(waiting.splice(0, limit)),
    settle: (id, outcome) => {
      outcomes.set(id, outcome)
      if (outcomes.size === deliveries.length) stop.abort()
      return Promise.resolve()
    },
  }
  const onError = (error: unknown) => {
    throw error
  }
  await deliverWebhooks({ queue, lookupFor, pollMs: 5, onError }, stop.signal)
  return outcomes
}

describe('a webhook', () => {
  it('arrives with a signature that the Standard Webhooks library accepts', async () => {
    await using target = await endpoint((_path, response) => response.writeHead(204).end())
    const outcomes = await sendAll([deliveryTo(target.url)])
    expect(outcomes.get('msg_1')).toMatchObject({ state: 'delivered', status: 204, reason: null })
    const [{ headers, body } = { headers: {}, body: '' }] = target.seen
    expect(new Webhook(secret).verify(body, headers)).toEqual({ type: 'render.succeeded' })
    expect(headers).toMatchObject({ 'webhook-id': 'msg_1', 'content-type': 'application/json' })
    expect(() => new Webhook(secret).verify(`${body} `, headers)).toThrow()
    expect(() => new Webhook(newWebhookSecret()).verify(body, headers)).toThrow()
  })

  it('is signed with both secrets while they are being changed', async () => {
    await using target = await endpoint((_path, response) => response.end())
    const before = newWebhookSecret()
    await sendAll([deliveryTo(target.url, { secrets: [secret, before] })])
    const [{ headers, body } = { headers: {}, body: '' }] = target.seen
    for (const either of [secret, before]) expect(new Webhook(either).verify(body, headers)).toEqual({ type: 'render.succeeded' })
  })

  it('is not sent on to where a redirect points, and is tried again later', async () => {
    await using target = await endpoint((path, response) => response.writeHead(path === '/' ? 302 : 200, { location: '/elsewhere' }).end())
    const outcomes = await sendAll([deliveryTo(target.url)])
    expect(outcomes.get('msg_1')).toMatchObject({ state: 'waiting', status: 302 })
    expect(target.seen.map(({ path }) => path)).toEqual(['/'])
  })

  it('is given up when the endpoint is gone, or the day is over', async () => {
    await using target = await endpoint((path, response) => response.writeHead(path === '/gone' ? 410 : 500).end())
    const old = new Date(Date.now() - 23.9 * 3600_000)
    const outcomes = await sendAll([
      deliveryTo(`${target.url}/gone`, { id: 'gone' }),
      deliveryTo(target.url, { id: 'old', eventAt: old, attempts: 6 }),
    ])
    expect(outcomes.get('gone')).toMatchObject({ state: 'failed', status: 410 })
    expect(outcomes.get('old')).toMatchObject({ state: 'failed', status: 500, nextAt: null })
  })

  it('is tried again when nobody listens there', async () => {
    const outcomes = await sendAll([deliveryTo('http://127.0.0.1:1/')])
    expect(outcomes.get('msg_1')).toMatchObject({ state: 'waiting', status: null, reason: expect.stringContaining('ECONNREFUSED') })
  })

  it('is sent to no address that the lookup refuses', async () => {
    await using target = await endpoint((_path, response) => response.end())
    const refuse: LookupFor = () => Promise.reject(new Error('the address may not be used'))
    const outcomes = await sendAll([deliveryTo(target.url)], refuse)
    expect(outcomes.get('msg_1')).toMatchObject({ state: 'waiting', status: null, reason: 'the address may not be used' })
    expect(target.seen).toEqual([])
  })

  it('does not wait for a slow endpoint of another host', async () => {
    const quickCame = Promise.withResolvers<void>()
    await using slow = await endpoint((_path, response) => void quickCame.promise.then(() => setTimeout(() => response.end(), 50)))
    await using quick = await endpoint((_path, response) => {
      response.end()
      quickCame.resolve()
    })
    const many = Array.from({ length: 8 }, (_, index) => deliveryTo(slow.url, { id: `slow${index}` }))
    const outcomes = await sendAll([...many, deliveryTo(quick.url, { id: 'quick' })])
    expect([...outcomes.keys()][0]).toBe('quick')
    expect(outcomes.size).toBe(9)
  })
})
