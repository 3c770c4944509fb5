import { describe, expect, it, vi } from 'vitest'
import type { WebhookDelivery } from '../../src/api/webhook-records.ts'
import { createClient, verifyWebhook, type FilmDocument } from '../../src/client/index.ts'
import { sharedServer } from '../support/own-server.ts'
import { webhookEndpoint, type ReceivedWebhook, type WebhookEndpoint } from '../support/webhook-endpoint.ts'

const soon = { timeout: 20_000, interval: 20 }
const film: FilmDocument = { version: 1, scenes: [{ image: 'https://photos.example/one.jpg', duration: 2 }] }
const foreign = `rnd_${'0'.repeat(32)}`

type Told = { readonly type: string; readonly data: { readonly id: string; readonly state: string } }

const server = sharedServer()

/** A render whose end an endpoint is told of. */
async function cancelledRender(status = 204) {
  const endpoint = await webhookEndpoint()
  endpoint.status = status
  const url = server()
  const client = createClient({ baseUrl: url })
  const cancelOne = async () => {
    const { id } = await client.renders.submit({ film, webhook: { url: endpoint.url } })
    await client.renders.cancel(id)
    return id
  }
  const get = async (path: string) => (await fetch(url + path)).json() as Promise<Record<string, unknown>>
  const post = (path: string) => fetch(url + path, { method: 'POST' })
  const deliveries = async (id: string) => (await get(`/v1/renders/${id}/deliveries`))['deliveries'] as readonly WebhookDelivery[]
  return { endpoint, url, get, post, deliveries, cancelOne, id: await cancelOne() }
}

async function nextOf({ received }: WebhookEndpoint, count: number): Promise<ReceivedWebhook> {
  await vi.waitFor(() => expect(received).toHaveLength(count), soon)
  const last = received.at(-1)
  if (!last) throw new Error('unreachable: it was waited for')
  return last
}

describe("a render's webhook", () => {
  it('is signed with the secret that the server gives, and listed with what became of it', async () => {
    const { endpoint, get, deliveries, id } = await cancelledRender()
    const { headers, body } = await nextOf(endpoint, 1)
    const { secret } = await get('/v1/webhook-secret')
    const told = await verifyWebhook<Told>(headers, body, String(secret))
    expect(told).toMatchObject({ type: 'render.cancelled', data: { id, state: 'cancelled' } })
    await expect(verifyWebhook(headers, body.replace('cancelled', 'succeeded'), String(secret))).rejects.toThrow('no signature matches')
    await vi.waitFor(async () => expect(await deliveries(id)).toMatchObject([{ state: 'delivered' }]), soon)
    expect(await deliveries(id)).toEqual([
      {
        id: headers['webhook-id'],
        type: 'render.cancelled',
        url: endpoint.url,
        state: 'delivered',
        attempts: 1,
        eventAt: expect.any(String),
        nextAt: null,
        lastAt: expect.any(String),
        lastStatus: 204,
        lastReason: null,
      },
    ])
  })

  it('waits to be tried again where the endpoint fails, and is sent at once when it is replayed', async () => {
    const { endpoint, post, deliveries, id } = await cancelledRender(503)
    const first = await nextOf(endpoint, 1)
    await vi.waitFor(async () => expect(await deliveries(id)).toMatchObject([{ attempts: 1 }]), soon)
    const [waiting] = await deliveries(id)
    expect(waiting).toMatchObject({ state: 'waiting', nextAt: expect.any(String), lastStatus: 503, lastReason: expect.stringContaining('503') })
    endpoint.status = 200
    const replayed = await post(`/v1/renders/${id}/deliveries/${waiting?.id}/replay`)
    expect([replayed.status, await replayed.text()]).toEqual([202, ''])
    const second = await nextOf(endpoint, 2)
    expect({ ...second, headers: second.headers['webhook-id'] }).toEqual({ ...first, headers: waiting?.id })
    await vi.waitFor(async () => expect(await deliveries(id)).toMatchObject([{ state: 'delivered', attempts: 1, lastStatus: 200 }]), soon)
    await post(`/v1/renders/${id}/deliveries/${waiting?.id}/replay`)
    expect((await nextOf(endpoint, 3)).headers['webhook-id']).toBe(waiting?.id)
  })

  it('is nothing that another render has', async () => {
    const { endpoint, post, deliveries, cancelOne, url, id } = await cancelledRender()
    await nextOf(endpoint, 1)
    const other = await cancelOne()
    const [delivery] = await deliveries(id)
    const replays = [`${foreign}/deliveries/${delivery?.id}`, `${other}/deliveries/${delivery?.id}`, `${id}/deliveries/msg_${'0'.repeat(32)}`]
    for (const path of replays) expect((await post(`/v1/renders/${path}/replay`)).status).toBe(404)
    expect((await fetch(`${url}/v1/renders/${foreign}/deliveries`)).status).toBe(404)
    expect(await deliveries(other)).toHaveLength(1)
  })
})

describe('a webhook secret', () => {
  it('is the same until it is rotated; then the new one and the one before both verify what is sent', async () => {
    const { endpoint, get, post, cancelOne } = await cancelledRender()
    await nextOf(endpoint, 1)
    const before = String((await get('/v1/webhook-secret'))['secret'])
    expect(await get('/v1/webhook-secret')).toEqual({ secret: before })
    const rotated = await post('/v1/webhook-secret/rotate')
    const { secret } = (await rotated.json()) as { readonly secret: string }
    expect(rotated.status).toBe(200)
    expect(secret).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/)
    expect(secret).not.toBe(before)
    expect(await get('/v1/webhook-secret')).toEqual({ secret })
    const id = await cancelOne()
    const { headers, body } = await nextOf(endpoint, 2)
    for (const either of [secret, before]) expect((await verifyWebhook<Told>(headers, body, either)).data.id).toBe(id)
    const { headers: old, body: oldBody } = endpoint.received[0] ?? { headers: {}, body: '' }
    await expect(verifyWebhook(old, oldBody, secret)).rejects.toThrow('no signature matches')
  })
})
