import { readdirSync, readFileSync } from 'node:fs'
import { readProcessTimes, ticksPerSecond, type ProcessTimes } from './process-times.ts'
import { treeTicks } from './tree-ticks.ts'

/** Between two samples. One costs about a millisecond. */
const everyMs = 50

/**
 * Follows a command and all that it starts, by /proc: what belongs to it, how much processor time it takes.
 * A process belongs to it by its parent, its group or session, or the mark in its environment where all of these are gone.
 */
export class ProcessWatch {
  readonly #root: number
  readonly #mark: string
  readonly #members = new Map<number, ProcessTimes>()
  readonly #waitedBefore = ourWaitedTicks()
  readonly #timer: NodeJS.Timeout
  #others = new Set<number>()

  /** @param mark `NAME=value` of the environment that the root was started with */
  constructor(root: number, mark: string) {
    this.#root = root
    this.#mark = mark
    this.#sample()
    this.#timer = setInterval(() => this.#sample(), everyMs)
  }

  /** After the command has ended: seconds of all its processes together; null where there is no /proc. */
  cpuSeconds(): number | null {
    const waited = ourWaitedTicks()
    if (waited === null || this.#waitedBefore === null) return null
    return treeTicks([...this.#members.values()], this.#root, waited - this.#waitedBefore) / ticksPerSecond
  }

  /** Kills what still runs of it. */
  killLeft(): void {
    this.#sample()
    for (const { pid, startTicks } of this.#members.values()) {
      if (readProcessTimes(pid)?.startTicks !== startTicks) continue
      try {
        process.kill(pid, 'SIGKILL')
      } catch {
        // It has ended meanwhile.
      }
    }
  }

  stop(): void {
    clearInterval(this.#timer)
  }

  #sample(): void {
    const others = new Set<number>()
    for (const pid of allPids()) {
      if (this.#others.has(pid)) others.add(pid)
      else this.#look(pid, others)
    }
    this.#others = others
  }

  #look(pid: number, others: Set<number>): void {
    const times = readProcessTimes(pid)
    if (times === null) return
    const known = this.#members.get(pid)
    if (known && known.startTicks !== times.startTicks)
      others.add(pid) // the id is somebody else's by now
    else if (known) this.#members.set(pid, { ...times, parent: known.parent })
    else if (this.#belongs(times)) this.#members.set(pid, times)
    else others.add(pid)
  }

  #belongs({ pid, parent, group, session }: ProcessTimes): boolean {
    return [pid, parent, group, session].some((id) => id === this.#root || this.#members.has(id)) || environmentOf(pid).includes(this.#mark)
  }
}

function ourWaitedTicks(): number | null {
  return readProcessTimes('self')?.waitedTicks ?? null
}

function allPids(): readonly number[] {
  try {
    return readdirSync('/proc')
      .filter((name) => /^\d+$/.test(name))
      .map(Number)
  } catch {
    return []
  }
}

function environmentOf(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/environ`, 'latin1')
  } catch {
    return '' // gone, or another user's
  }
}
