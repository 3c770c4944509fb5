import { expect, test } from 'vitest'
import { insertDelivery, deliveriesOf, replayDelivery, settleDelivery, takeDeliveries } from '../../src/engine/records/delivery-records.ts'
import { rotateWebhookSecret, webhookSecretOf } from '../../src/engine/records/secret-records.ts'
import { sharedFarm } from '../support/open-farm.ts'
import { requestOf } from '../support/render-request.ts'

const open = sharedFarm()

async function withDelivery(owner: string) {
  const { farm, engine } = open()
  const { render } = await farm.submit(requestOf(1), owner, null)
  await insertDelivery(engine.database, { renderId: render.id, owner, type: 'render.failed', url: 'https://example.test/', data: { id: render.id } })
  return { id: render.id, session: engine.database }
}

test('a delivery is due until it is delivered, each time with what it was tried before', async () => {
  const { id, session } = await withDelivery('one')
  const [due] = await takeDeliveries(session, 10, 0)
  expect(due).toMatchObject({ attempts: 0, url: 'https://example.test/', eventAt: expect.any(Date) as Date })
  const at = new Date()
  await settleDelivery(session, due?.id ?? '', { state: 'waiting', nextAt: at, at, status: 503, reason: 'the endpoint answered 503 \u0000' })
  expect(await takeDeliveries(session, 10, 0)).toMatchObject([{ id: due?.id, body: due?.body, attempts: 1 }])
  await settleDelivery(session, due?.id ?? '', { state: 'delivered', nextAt: null, at, status: 200, reason: null })
  expect(await takeDeliveries(session, 10, 0)).toEqual([])
  expect(await deliveriesOf(session, id)).toMatchObject([{ state: 'delivered', attempts: 2, lastStatus: 200, lastReason: null }])
})

test('a delivery that was given up is sent again when it is asked for, under the same id', async () => {
  const { id, session } = await withDelivery('two')
  const [due] = await takeDeliveries(session, 10, 60_000)
  await settleDelivery(session, due?.id ?? '', { state: 'failed', nextAt: null, at: new Date(), status: null, reason: 'nobody answered' })
  expect(await replayDelivery(session, id, due?.id ?? '')).toBe(true)
  expect(await replayDelivery(session, 'rnd_other', due?.id ?? '')).toBe(false)
  expect(await takeDeliveries(session, 10, 60_000)).toMatchObject([{ id: due?.id, attempts: 0 }])
})

test('while a secret is changed both sign, the new one first', async () => {
  const { session } = await withDelivery('three')
  const { engine } = open()
  const old = await webhookSecretOf(session, 'three')
  expect(await webhookSecretOf(session, 'three')).toBe(old)
  const fresh = await engine.database.transaction((transaction) => rotateWebhookSecret(transaction, 'three', 60))
  expect(await takeDeliveries(session, 10, 0)).toMatchObject([{ secrets: [fresh, old] }])
  await engine.database.transaction((transaction) => rotateWebhookSecret(transaction, 'three', 0))
  expect((await takeDeliveries(session, 10, 0))[0]?.secrets).toHaveLength(2)
  expect(Buffer.from(fresh.slice('whsec_'.length), 'base64')).toHaveLength(32)
})
