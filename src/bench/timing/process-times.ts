import { readFileSync } from 'node:fs'

/** A process and the processor time it has taken, in clock ticks, as /proc tells it. */
export type ProcessTimes = {
  readonly pid: number
  readonly parent: number
  readonly group: number
  readonly session: number
  /** Its own, of all its threads. */
  readonly ownTicks: number
  /** Of its children that have ended and that it has waited for, and of theirs. */
  readonly waitedTicks: number
  /** When it was started; tells it from a later one of the same id. */
  readonly startTicks: number
}

/** USER_HZ, in which /proc counts on every Linux. */
export const ticksPerSecond = 100

/** null where the process is gone or there is no /proc. */
export function readProcessTimes(pid: number | 'self'): ProcessTimes | null {
  try {
    return parseStat(readFileSync(`/proc/${pid}/stat`, 'utf8'))
  } catch {
    return null
  }
}

/** A line of /proc/PID/stat (proc_pid_stat(5)); the name may hold spaces and brackets, the fields start after its last bracket. */
export function parseStat(stat: string): ProcessTimes {
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  // The first of these is the third of the manual page.
  const field = (number: number) => Number(fields[number - 3])
  return {
    pid: Number.parseInt(stat, 10),
    parent: field(4),
    group: field(5),
    session: field(6),
    ownTicks: field(14) + field(15),
    waitedTicks: field(16) + field(17),
    startTicks: field(22),
  }
}
