import { once } from 'node:events'
import type { Response } from 'express'
import type { RenderEvent } from '../../../api/render-event.ts'

/** How long a browser waits before it connects again. */
const retryMs = 2000

export type StreamTiming = {
  /** Proxies end connections on which nothing comes; a comment keeps them open. */
  readonly keepAliveMs: number
  /** A reader that takes nothing for so long is dropped: what it is to get would pile up here. */
  readonly stuckMs: number
}

/** Writes events as a text/event-stream until they end, the signal is aborted, or the reader is too slow. */
export async function sendEvents(
  response: Response,
  events: AsyncIterable<RenderEvent>,
  { timing, signal }: { readonly timing: StreamTiming; readonly signal: AbortSignal },
): Promise<void> {
  response.status(200).set({ 'Content-Type': 'text/event-stream', 'Cache-Control': 'no-store', 'X-Accel-Buffering': 'no' })
  // Events are small and are to come at once.
  response.socket?.setNoDelay(true)
  response.write(`retry: ${retryMs}\n\n`)
  const keepAlive = setInterval(() => {
    if (!response.writableNeedDrain) response.write(': \n\n')
  }, timing.keepAliveMs)
  try {
    for await (const event of events) {
      if (signal.aborted) break
      if (!response.write(textOf(event))) await drained(response, timing.stuckMs, signal)
    }
  } catch (error) {
    if (!signal.aborted) throw error
  } finally {
    clearInterval(keepAlive)
  }
  response.end()
}

function textOf(event: RenderEvent): string {
  return `id: ${event.id}\nevent: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`
}

async function drained(response: Response, stuckMs: number, signal: AbortSignal): Promise<void> {
  const limit = AbortSignal.timeout(stuckMs)
  try {
    await once(response, 'drain', { signal: AbortSignal.any([signal, limit]) })
  } catch (error) {
    if (limit.aborted) response.destroy()
    else if (!signal.aborted) throw error
  }
}
