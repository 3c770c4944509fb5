import { Webhook } from 'standardwebhooks'

/**
 * The headers that Standard Webhooks 1.0 asks for.
 * @param secrets the current one, and while it is being changed the one before: a signature with each
 */
export function webhookHeaders(id: string, body: string, secrets: readonly string[], now: Date): Readonly<Record<string, string>> {
  return {
    'webhook-id': id,
    'webhook-timestamp': String(Math.floor(now.getTime() / 1000)),
    'webhook-signature': secrets.map((secret) => new Webhook(secret).sign(id, now, body)).join(' '),
  }
}
