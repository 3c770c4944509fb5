import type { ProcessTimes } from './process-times.ts'

/** `parent` as it was when the process was first seen: who is orphaned later still counts there. */
type Sampled = Pick<ProcessTimes, 'pid' | 'parent' | 'ownTicks' | 'waitedTicks'>

/** The system rounds a process's user and system time down, each by half a tick in the mean. */
const roundedOff = 1

/**
 * Processor time of a tree of processes from the last sample of each, in ticks. Both ways to know the time of a process's children
 * miss something: what it has waited for leaves out children that live or were killed with it, samples leave out children that
 * came and went between two of them and the last moments of the others. The larger of the two is taken, at each process.
 * @param waitedByUs what our own waited-for time has grown by
 */
export function treeTicks(sampled: readonly Sampled[], root: number, waitedByUs: number): number {
  const pids = new Set(sampled.map(({ pid }) => pid))
  const children = Map.groupBy(sampled, ({ pid, parent }) => (pid === root ? 'us' : pids.has(parent) ? parent : 'nobody'))
  const sum = (parent: number | 'us' | 'nobody'): number => (children.get(parent) ?? []).reduce((total, process) => total + ticksOf(process), 0)
  const ticksOf = ({ pid, ownTicks, waitedTicks }: Sampled): number => ownTicks + roundedOff + Math.max(waitedTicks, sum(pid))
  return Math.max(waitedByUs, sum('us')) + sum('nobody')
}
