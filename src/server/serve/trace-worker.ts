import type { RenderTrace } from '../../tracing/render-trace.ts'
import type { WorkerListener } from '../../worker/worker-events.ts'

/** The pieces of work of a worker, as parts of their renders' traces. */
export function traceWorker({ part }: Pick<RenderTrace, 'part'>): WorkerListener {
  const begun = new Map<string, Date>()
  return (event) => {
    if (event.type === 'unreachable' || event.type === 'warning') return
    const { id, attempt, renderId, task } = event.lease
    const key = `${id} ${attempt}`
    if (event.type === 'begun') {
      begun.set(key, new Date())
      return
    }
    const startedAt = begun.get(key) ?? new Date()
    begun.delete(key)
    const attributes = { attempt, end: event.type, ...(task.type === 'chunk' ? { scene: task.scene, chunk: task.chunk, frames: task.frames } : {}) }
    const failure = event.type === 'failed' ? event.failure.message : null
    part(renderId, { name: task.type, startedAt, endedAt: new Date(), attributes, failure })
  }
}
