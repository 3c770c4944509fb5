import { request as requestHttp, type IncomingMessage, type RequestOptions } from 'node:http'
import { request as requestHttps } from 'node:https'
import { once } from 'node:events'
import type { LookupFunction } from 'node:net'
import { messageOf } from '../shared/errors.ts'

/** The specification has 15 to 30 s. */
const answerMs = 20_000

/**
 * What a connection to an endpoint is made with: it gives only addresses that may be spoken to.
 * @throws where the endpoint may not be spoken to at all; its message is told to whoever wished the webhook
 */
export type LookupFor = (url: URL, signal: AbortSignal) => Promise<LookupFunction>

export type WebhookPost = {
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
  readonly lookupFor: LookupFor
}

/** `status` is null where no answer came; `error` then says why. */
export type WebhookAnswer = { readonly status: number | null; readonly retryAfter: string | null; readonly error: string | null }

/** One attempt. Redirects are not followed, and what the endpoint answers beside its status is not read. */
export async function postWebhook({ url, headers, body, lookupFor }: WebhookPost, signal: AbortSignal): Promise<WebhookAnswer> {
  const limited = AbortSignal.any([signal, AbortSignal.timeout(answerMs)])
  try {
    const options: RequestOptions = {
      method: 'POST',
      // A socket of its own: a kept one would have been connected by an earlier look at the address.
      agent: false,
      lookup: await lookupFor(new URL(url), limited),
      signal: limited,
      headers: { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body), 'user-agent': 'framefarm-webhooks', ...headers },
    }
    const request = url.startsWith('https:') ? requestHttps(url, options) : requestHttp(url, options)
    request.end(body)
    const [response] = (await once(request, 'response', { signal: limited })) as [IncomingMessage]
    const answer = { status: response.statusCode ?? null, retryAfter: response.headers['retry-after'] ?? null, error: null }
    response.on('error', () => undefined).destroy()
    return answer
  } catch (error) {
    const isLate = limited.aborted && !signal.aborted
    return { status: null, retryAfter: null, error: isLate ? `no answer within ${answerMs / 1000} s` : messageOf(error) }
  }
}
