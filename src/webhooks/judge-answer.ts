import type { WebhookAnswer } from './post-webhook.ts'

/** What an endpoint's answer means: 2xx alone is delivered, 410 is "never again", all else is tried again. */
export type Verdict =
  | { readonly type: 'delivered' }
  | { readonly type: 'gone'; readonly reason: string }
  | { readonly type: 'again'; readonly reason: string; readonly wishMs: number | null }

export function judgeAnswer({ status, retryAfter, error }: WebhookAnswer, now: Date): Verdict {
  if (status === null) return { type: 'again', reason: error ?? 'no answer', wishMs: null }
  if (status >= 200 && status < 300) return { type: 'delivered' }
  if (status === 410) return { type: 'gone', reason: 'the endpoint answered 410 (gone)' }
  const what = status >= 300 && status < 400 ? `${status}, a redirect, which is not followed` : String(status)
  return { type: 'again', reason: `the endpoint answered ${what}`, wishMs: wishOf(retryAfter, now) }
}

/** Retry-After is seconds or a date (RFC 9110, 10.2.3). */
function wishOf(retryAfter: string | null, now: Date): number | null {
  if (retryAfter === null) return null
  const ms = /^\d+$/.test(retryAfter) ? Number(retryAfter) * 1000 : Date.parse(retryAfter) - now.getTime()
  return Number.isFinite(ms) && ms > 0 ? ms : null
}
