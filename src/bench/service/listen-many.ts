import { readServerEvents } from '../../client/read-server-events.ts'
import { quantilesOf, type Quantiles } from '../report/quantiles.ts'
import { askServer, type ServerTarget } from './server-target.ts'

export type Heard = {
  readonly asked: number
  /** Those that were let in. */
  readonly listening: number
  /** Of those, how many were still there at the end. */
  readonly stayed: number
  readonly events: number
  /** From the request to the first event. */
  readonly firstEvent: Quantiles | null
}

type Listener = { isIn: boolean; isThere: boolean; events: number; firstMs: number | null }

/** Many connections that follow one render for some seconds. */
export async function listenMany(
  target: ServerTarget,
  id: string,
  { count, seconds }: { readonly count: number; readonly seconds: number },
): Promise<Heard> {
  const end = AbortSignal.timeout(seconds * 1000)
  const listeners = Array.from({ length: count }, (): Listener => ({ isIn: false, isThere: false, events: 0, firstMs: null }))
  await Promise.all(listeners.map((listener) => listenUntil(target, id, { listener, end })))
  const inside = listeners.filter(({ isIn }) => isIn)
  return {
    asked: count,
    listening: inside.length,
    stayed: inside.filter(({ isThere }) => isThere).length,
    events: listeners.reduce((sum, { events }) => sum + events, 0),
    firstEvent: quantilesOf(listeners.flatMap(({ firstMs }) => firstMs ?? [])),
  }
}

async function listenUntil(
  target: ServerTarget,
  id: string,
  { listener, end }: { readonly listener: Listener; readonly end: AbortSignal },
): Promise<void> {
  const startMs = performance.now()
  try {
    const { ok, body } = await askServer(target, `/v1/renders/${id}/events`, { signal: end, headers: { Accept: 'text/event-stream' } })
    if (!ok || !body) return
    listener.isIn = true
    for await (const { data } of readServerEvents(body)) {
      listener.events += data === '' ? 0 : 1
      listener.firstMs ??= performance.now() - startMs
    }
  } catch {
    // Ended by us at the end, or lost before.
  }
  // A stream that the server has ended well is one whose render is over.
  listener.isThere = listener.isIn && (end.aborted || listener.events > 0)
}
