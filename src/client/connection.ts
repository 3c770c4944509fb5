import { errorOfResponse, unreachable, type FramefarmApiError } from './api-error.ts'
import { pause } from './pause.ts'
import { defaultRetry, retryDelayMs, type RetrySettings } from './retry-delay.ts'

export type ConnectionOptions = {
  /** Of the server, with any path that it lies below. */
  readonly baseUrl: string | URL
  readonly apiKey?: string | undefined
  /** Another fetch than the global one. */
  readonly fetch?: typeof globalThis.fetch | undefined
  readonly retry?: Partial<RetrySettings> | undefined
  /** From sending a request to the answer's headers; 60 s where absent. */
  readonly timeoutMs?: number | undefined
}

/** Headers and body of the request are made once, so that every attempt sends the same. */
type ApiRequest = {
  readonly method?: 'GET' | 'HEAD' | 'POST' | 'PATCH' | 'DELETE'
  /** Below the server's address, or an address of the same server. */
  readonly path: string
  readonly query?: URLSearchParams
  readonly headers?: Readonly<Record<string, string>>
  /** Sent as JSON. */
  readonly json?: unknown
  readonly body?: Blob
  readonly signal?: AbortSignal | undefined
  /**
   * Whether the request may be sent again when it is not known what became of the first; one that the server has
   * refused for the moment (429, 503) may always.
   */
  readonly isRepeatable: boolean
}

export type Connection = {
  readonly retry: RetrySettings
  /** @returns an answer that is ok @throws FramefarmApiError, or the reason of an abort */
  readonly send: (request: ApiRequest) => Promise<Response>
  /** One attempt and no more. */
  readonly sendOnce: (request: ApiRequest) => Promise<Response>
  readonly sendForJson: <T>(request: ApiRequest) => Promise<T>
}

const defaultTimeoutMs = 60_000

/** The way to one server, with its key, and with patience. */
export function openConnection(options: ConnectionOptions): Connection {
  const retry = { ...defaultRetry, ...options.retry }
  const sendOnce = (request: ApiRequest) => attempt(request, options)
  const send = (request: ApiRequest) => withRetries(() => sendOnce(request), request, retry)
  return { retry, sendOnce, send, sendForJson: async <T>(request: ApiRequest) => (await (await send(request)).json()) as T }
}

async function withRetries(once: () => Promise<Response>, request: ApiRequest, retry: RetrySettings): Promise<Response> {
  for (let count = 1; ; count++) {
    try {
      return await once()
    } catch (error) {
      const failure = error as FramefarmApiError
      const delayMs = isWorthRepeating(failure, request.isRepeatable) ? retryDelayMs(count, failure.retryAfterSeconds, retry) : null
      if (delayMs === null) throw error
      await pause(delayMs, request.signal)
    }
  }
}

function isWorthRepeating({ status, code }: FramefarmApiError, isRepeatable: boolean): boolean {
  if (status === 429 || status === 503) return true
  // 409: an earlier attempt of ours is still being worked on. 502 and 504 come from what stands before the server.
  return isRepeatable && (code === 'UNREACHABLE' || code === 'IDEMPOTENCY_IN_FLIGHT' || status === 502 || status === 504)
}

async function attempt(request: ApiRequest, options: ConnectionOptions): Promise<Response> {
  const { signal } = request
  signal?.throwIfAborted()
  const url = addressOf(request, options.baseUrl)
  const silence = new AbortController()
  const timeoutMs = options.timeoutMs ?? defaultTimeoutMs
  // Only until the answer begins: a film may take as long as it takes.
  const timer = setTimeout(() => silence.abort(new Error(`no answer within ${timeoutMs} ms`)), timeoutMs)
  try {
    const response = await (options.fetch ?? globalThis.fetch)(url, {
      method: request.method ?? 'GET',
      headers: headersOf(request, options.apiKey),
      body: request.json === undefined ? (request.body ?? null) : JSON.stringify(request.json),
      signal: signal ? AbortSignal.any([signal, silence.signal]) : silence.signal,
    })
    if (!response.ok) throw await errorOfResponse(response)
    return response
  } catch (error) {
    signal?.throwIfAborted()
    if (error instanceof Error && error.name === 'FramefarmApiError') throw error
    throw unreachable(url, error)
  } finally {
    clearTimeout(timer)
  }
}

/** A key never goes to another server than its own. */
function addressOf({ path, query }: ApiRequest, baseUrl: string | URL): URL {
  const base = new URL(String(baseUrl).replace(/\/*$/, '/'))
  const url = new URL(path, base)
  if (url.origin !== base.origin) throw new TypeError(`${url.origin} is not the server ${base.origin}`)
  if (query) url.search = query.toString()
  return url
}

function headersOf({ headers, json }: ApiRequest, apiKey: string | undefined): Record<string, string> {
  return {
    Accept: 'application/json, application/problem+json',
    ...(json === undefined ? {} : { 'Content-Type': 'application/json' }),
    ...(apiKey === undefined ? {} : { Authorization: `Bearer ${apiKey}` }),
    ...headers,
  }
}
