import { FramefarmApiError } from './api-error.ts'
import type { Render, RenderProgress } from '../api/render.ts'
import { isOver } from '../api/render-states.ts'
import type { Connection } from './connection.ts'
import type { ProgressReport } from './documents.ts'
import { followRender } from './follow-render.ts'
import { pause } from './pause.ts'

export type WaitOptions = {
  readonly signal?: AbortSignal | undefined
  /** Told of every change of state and progress. */
  readonly onProgress?: ((report: ProgressReport) => void) | undefined
  /** How often to ask where events cannot be had; 2 s where absent. */
  readonly pollMs?: number | undefined
}

const defaultPollMs = 2000

const notBegun: RenderProgress = { overall: 0, framesDone: 0, framesTotal: 0, framesPerSecond: 0, secondsLeft: null }

/** Of the way, not of the render: another way may do. A proxy may not let event streams through. */
const withoutEvents = new Set([
  'UNREACHABLE',
  'NO_EVENTS',
  'LIMIT_REACHED',
  'SERVER_BUSY',
  'HTTP_404',
  'HTTP_405',
  'HTTP_406',
  'HTTP_501',
  'HTTP_502',
  'HTTP_504',
])

/**
 * Resolves with the render when it is over, whether it has succeeded or not: `state` and `error` say which.
 * By events; by asking again and again where those cannot be had.
 */
export async function waitForRender(connection: Connection, id: string, options: WaitOptions = {}): Promise<Render> {
  const { signal, onProgress } = options
  const render = await getRender(connection, id, signal)
  if (isOver(render.state)) return render
  try {
    // The events tell it all from the beginning.
    let report: ProgressReport = { id, state: 'queued', progress: notBegun }
    for await (const event of followRender(connection, id, { signal })) {
      // An end among them is that of an earlier run.
      if (event.type === 'state' && !isOver(event.state)) report = { ...report, state: event.state }
      else if (event.type === 'progress') report = { ...report, progress: event.progress }
      else continue
      onProgress?.(report)
    }
  } catch (error) {
    if (!(error instanceof FramefarmApiError) || !withoutEvents.has(error.code)) throw error
  }
  return pollRender(connection, id, options)
}

async function pollRender(connection: Connection, id: string, { signal, onProgress, pollMs }: WaitOptions): Promise<Render> {
  for (;;) {
    const render = await getRender(connection, id, signal)
    if (isOver(render.state)) return render
    onProgress?.({ id, state: render.state, progress: render.progress })
    await pause(pollMs ?? defaultPollMs, signal)
  }
}

export function getRender(connection: Connection, id: string, signal?: AbortSignal): Promise<Render> {
  return connection.sendForJson<Render>({ path: `v1/renders/${encodeURIComponent(id)}`, signal, isRepeatable: true })
}
