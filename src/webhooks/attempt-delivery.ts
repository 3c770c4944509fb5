import { judgeAnswer } from './judge-answer.ts'
import { postWebhook, type LookupFor } from './post-webhook.ts'
import { nextAttemptAt } from './retry-delay.ts'
import { webhookHeaders } from './sign-webhook.ts'
import type { AttemptOutcome, WebhookDelivery } from './webhook-delivery.ts'

/** Sends a delivery once, signed, and says what has become of it. */
export async function attemptDelivery(delivery: WebhookDelivery, lookupFor: LookupFor, signal: AbortSignal): Promise<AttemptOutcome> {
  const { id, url, body, secrets, eventAt } = delivery
  const answer = await postWebhook({ url, body, headers: webhookHeaders(id, body, secrets, new Date()), lookupFor }, signal)
  const at = new Date()
  const verdict = judgeAnswer(answer, at)
  const { status } = answer
  if (verdict.type === 'delivered') return { state: 'delivered', nextAt: null, at, status, reason: null }
  const { reason } = verdict
  if (verdict.type === 'gone') return { state: 'failed', nextAt: null, at, status, reason }
  const nextAt = nextAttemptAt({ attempts: delivery.attempts + 1, eventAt, now: at, wishMs: verdict.wishMs }, Math.random())
  return { state: nextAt ? 'waiting' : 'failed', nextAt, at, status, reason }
}
