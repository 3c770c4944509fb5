import { createHmac } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { verifyWebhook, WebhookVerificationError } from '../../src/client/verify-webhook.ts'

// The example that the standard's own libraries are tested with.
const secret = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw'
const body = '{"test": 2432232314}'
const example = {
  'webhook-id': 'msg_p5jXN8AQM9LWM0D4loKWxJek',
  'webhook-timestamp': '1614265330',
  'webhook-signature': 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=',
}
const now = new Date(1_614_265_330_000)

async function refusal(headers: Readonly<Record<string, string>>, changes: { body?: string; secret?: string; now?: Date } = {}): Promise<string> {
  const thrown: unknown = await verifyWebhook(headers, changes.body ?? body, changes.secret ?? secret, { now: changes.now ?? now }).catch(
    (error: unknown) => error,
  )
  return thrown instanceof WebhookVerificationError ? thrown.message : `not refused: ${String(thrown)}`
}

describe('verifyWebhook', () => {
  it('takes a delivery that is signed as Standard Webhooks 1.0 has it, whatever the headers come in', async () => {
    await expect(verifyWebhook(example, body, secret, { now })).resolves.toEqual({ test: 2_432_232_314 })
    await expect(verifyWebhook(new Headers(example), new TextEncoder().encode(body), secret, { now })).resolves.toEqual({ test: 2_432_232_314 })
    const upperCase = {
      'Webhook-Id': [example['webhook-id']],
      'Webhook-Timestamp': example['webhook-timestamp'],
      'WEBHOOK-SIGNATURE': example['webhook-signature'],
    }
    await expect(verifyWebhook(upperCase, body, secret, { now })).resolves.toEqual({ test: 2_432_232_314 })
  })

  it('takes either of two secrets while one follows the other, on both sides', async () => {
    const other = 'whsec_dGhpcyBpcyBhIG5ldyBzZWNyZXQgb2YgdGhlIGZhcm0='
    await expect(verifyWebhook(example, body, [other, secret], { now })).resolves.toBeTruthy()
    const signature = createHmac('sha256', Buffer.from(other.slice(6), 'base64'))
      .update(`${example['webhook-id']}.1614265330.${body}`)
      .digest('base64')
    const both = { ...example, 'webhook-signature': `v2,abc v1,!!! v1,${signature} ${example['webhook-signature']}` }
    await expect(verifyWebhook(both, body, other, { now })).resolves.toBeTruthy()
    await expect(verifyWebhook(both, body, secret, { now })).resolves.toBeTruthy()
  })

  it('refuses what was changed on the way, signed with another secret, or in another way', async () => {
    expect(await refusal(example, { body: '{"test": 2432232315}' })).toBe('no signature matches')
    expect(await refusal({ ...example, 'webhook-id': 'msg_other' })).toBe('no signature matches')
    expect(await refusal({ ...example, 'webhook-timestamp': '1614265331' })).toBe('no signature matches')
    expect(await refusal(example, { secret: 'whsec_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA' })).toBe('no signature matches')
    expect(await refusal({ ...example, 'webhook-signature': 'v1,' })).toBe('no signature matches')
    expect(await refusal({ ...example, 'webhook-signature': example['webhook-signature'].replace('v1', 'v2') })).toBe('no signature matches')
  })

  it('refuses a delivery that is five minutes old, or of the future, or that has no time or id', async () => {
    expect(await refusal(example, { now: new Date(now.getTime() + 300_000) })).toMatch(/^not refused/)
    expect(await refusal(example, { now: new Date(now.getTime() + 301_000) })).toBe('webhook-timestamp is not of now')
    expect(await refusal(example, { now: new Date(now.getTime() - 301_000) })).toBe('webhook-timestamp is not of now')
    expect(await refusal({ ...example, 'webhook-timestamp': 'soon' })).toBe('webhook-timestamp is not of now')
    expect(await refusal({ 'webhook-timestamp': '1614265330', 'webhook-signature': 'v1,abc' })).toMatch(/is missing/)
  })

  it('says that a secret is none, rather than that the delivery is wrong', async () => {
    await expect(verifyWebhook(example, body, 'whsec_', { now })).rejects.toThrow(TypeError)
    await expect(verifyWebhook(example, body, 'not base64!', { now })).rejects.toThrow('a webhook secret is whsec_ and base64')
  })
})
