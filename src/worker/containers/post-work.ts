import { once } from 'node:events'
import { request as requestHttp, type IncomingMessage, type RequestOptions } from 'node:http'
import { request as requestHttps } from 'node:https'
import { text } from 'node:stream/consumers'

export type ContainerAnswer = { readonly status: number; readonly body: string; readonly retryAfterMs: number | null }

export type WorkPost = {
  readonly url: URL
  /** What lets us in. */
  readonly headers: Readonly<Record<string, string>>
  readonly json: string
}

/** An answer is a few hundred bytes. */
const mostBytes = 1_000_000

/**
 * Sends work and waits for it to be done, for as long as the signal lets it: fetch would give up after five minutes without a header.
 * @throws what the connection throws; the reason of the signal
 */
export async function postWork({ url, headers: given, json }: WorkPost, signal: AbortSignal): Promise<ContainerAnswer> {
  const headers = {
    'content-type': 'application/json',
    'content-length': Buffer.byteLength(json),
    ...given,
  }
  const options: RequestOptions = { method: 'POST', signal, headers }
  const request = url.protocol === 'https:' ? requestHttps(url, options) : requestHttp(url, options)
  request.end(json)
  const [response] = (await once(request, 'response', { signal })) as [IncomingMessage]
  if (Number(response.headers['content-length'] ?? 0) > mostBytes) {
    response.destroy()
    throw new Error(`it answers with ${response.headers['content-length']} bytes`)
  }
  const seconds = Number(response.headers['retry-after'] ?? Number.NaN)
  return { status: response.statusCode ?? 0, body: await text(response), retryAfterMs: seconds >= 0 ? seconds * 1000 : null }
}
