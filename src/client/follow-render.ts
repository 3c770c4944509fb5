import { FramefarmApiError } from './api-error.ts'
import type { Render } from '../api/render.ts'
import type { RenderEvent } from '../api/render-event.ts'
import { isOver, type RenderState } from '../api/render-states.ts'
import type { Connection } from './connection.ts'
import { pause } from './pause.ts'
import { readServerEvents } from './read-server-events.ts'
import { retryDelayMs } from './retry-delay.ts'

export type FollowOptions = {
  /** Events up to this id are not wanted; 0 where absent: all of them. */
  readonly after?: number | undefined
  readonly signal?: AbortSignal | undefined
  /** A connection without a byte for so long counts as lost; 60 s where absent. */
  readonly silenceMs?: number | undefined
}

const defaultSilenceMs = 60_000

type Place = { lastId: number; state: RenderState | null }

/**
 * Every event of a render until it is over. A connection that is lost is opened again after the last event that came,
 * so that none is missed and none comes twice.
 * @throws FramefarmApiError when the server cannot be reached for as many attempts as the client makes, or refuses
 */
export async function* followRender(connection: Connection, id: string, options: FollowOptions = {}): AsyncGenerator<RenderEvent> {
  const place: Place = { lastId: options.after ?? 0, state: null }
  let failures = 0
  let pauseMs = connection.retry.firstDelayMs
  const onRetry = (ms: number) => {
    pauseMs = Math.min(ms, connection.retry.longestDelayMs)
  }
  for (;;) {
    const from = place.lastId
    try {
      yield* oneConnection(connection, id, { ...options, place, onRetry })
      if (await isAtEnd(connection, id, { place, isEmpty: from === place.lastId, signal: options.signal })) return
      failures = 0
    } catch (error) {
      options.signal?.throwIfAborted()
      if (!(error instanceof ConnectionLost)) throw error
      failures = from === place.lastId ? failures + 1 : 1
      const delayMs = retryDelayMs(failures, null, connection.retry)
      if (delayMs === null) throw error.cause
      await pause(delayMs, options.signal)
      continue
    }
    await pause(pauseMs, options.signal)
  }
}

class ConnectionLost extends Error {}

type OneConnection = FollowOptions & { readonly place: Place; readonly onRetry: (ms: number) => void }

async function* oneConnection(connection: Connection, id: string, { place, onRetry, signal, silenceMs }: OneConnection) {
  const quiet = new AbortController()
  const limitMs = silenceMs ?? defaultSilenceMs
  let timer: ReturnType<typeof setTimeout> | undefined
  const onSign = () => {
    clearTimeout(timer)
    timer = setTimeout(() => quiet.abort(new Error(`nothing heard for ${limitMs} ms`)), limitMs)
  }
  const path = `v1/renders/${encodeURIComponent(id)}/events`
  const response = await connection.send({
    path,
    headers: { Accept: 'text/event-stream', 'Last-Event-ID': String(place.lastId) },
    signal: signal ? AbortSignal.any([signal, quiet.signal]) : quiet.signal,
    isRepeatable: true,
  })
  if (response.status === 204 || !response.body) return
  if (!/^text\/event-stream\b/.test(response.headers.get('content-type') ?? '')) throw await notEvents(response)
  try {
    onSign()
    for await (const { data } of readServerEvents(response.body, { onSign, onRetry })) {
      const event = JSON.parse(data) as RenderEvent
      if (event.id <= place.lastId) continue
      place.lastId = event.id
      if (event.type === 'state') place.state = event.state
      yield event
    }
  } catch (cause) {
    throw new ConnectionLost('the stream of events broke off', { cause: lostError(cause) })
  } finally {
    clearTimeout(timer)
  }
}

/** A stream may end because the render is over, or because something in between has closed it. */
async function isAtEnd(
  connection: Connection,
  id: string,
  { place, isEmpty, signal }: { readonly place: Place; readonly isEmpty: boolean; readonly signal: AbortSignal | undefined },
): Promise<boolean> {
  if (place.state !== null && isOver(place.state)) return true
  if (!isEmpty) return false
  // Followed from after its last event, a finished render has nothing more to tell.
  const { state } = await connection.sendForJson<Render>({ path: `v1/renders/${encodeURIComponent(id)}`, signal, isRepeatable: true })
  return isOver(state)
}

async function notEvents(response: Response): Promise<FramefarmApiError> {
  await response.body?.cancel()
  return new FramefarmApiError({
    status: response.status,
    code: 'NO_EVENTS',
    detail: `the server answers with ${response.headers.get('content-type') ?? 'nothing'} where events were asked for`,
  })
}

function lostError(cause: unknown): FramefarmApiError {
  const reason = cause instanceof Error ? cause.message : String(cause)
  return new FramefarmApiError({ status: null, code: 'UNREACHABLE', detail: `the stream of events broke off: ${reason}`, cause })
}
