import type { Task } from '../../api/leases.ts'
import type { SleptLease } from './sleeping-worker.ts'

/** From when a piece of work was there and a worker asked for it, whichever was later, to the worker having it. */
export type HandOut = { readonly type: Task['type']; readonly ms: number }

/** @param submittedMs when each render was accepted */
export function handOutsOf(slept: readonly SleptLease[], submittedMs: ReadonlyMap<string, number>): readonly HandOut[] {
  const plannedMs = new Map(slept.filter(({ lease }) => lease.task.type === 'prepare').map(({ lease, answeredMs }) => [lease.renderId, answeredMs]))
  const renderedMs = new Map<string, number>()
  for (const { lease, answeredMs } of slept) {
    if (lease.task.type === 'chunk') renderedMs.set(lease.renderId, Math.max(answeredMs, renderedMs.get(lease.renderId) ?? 0))
  }
  const since = { prepare: submittedMs, chunk: plannedMs, finish: renderedMs }
  return slept.map(({ lease: { renderId, task }, askedMs, leasedMs }) => {
    const thereMs = since[task.type].get(renderId) ?? 0
    // Whoever made it possible hears of it after those that it was announced to.
    return { type: task.type, ms: Math.max(0, leasedMs - Math.max(askedMs, thereMs)) }
  })
}
