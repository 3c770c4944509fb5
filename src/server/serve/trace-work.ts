import type { WorkEvent } from '../../coordinator/work-event.ts'
import type { RenderTrace } from '../../tracing/render-trace.ts'

/** The pieces of work of all workers, as parts of their renders' traces. */
export function traceWork({ part }: Pick<RenderTrace, 'part'>): (event: WorkEvent) => void {
  return ({ work, attempt, seconds, end }) => {
    const endedAt = new Date()
    const startedAt = new Date(endedAt.getTime() - seconds * 1000)
    const place = work.type === 'chunk' ? { output: work.output, chunk: work.chunk } : {}
    const failure = end.type === 'failed' ? end.failure.message : null
    part(work.renderId, { name: work.type, startedAt, endedAt, attributes: { attempt, end: end.type, ...place }, failure })
  }
}
