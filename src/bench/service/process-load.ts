import { readFileSync } from 'node:fs'
import { processTree } from '../../shared/process-tree.ts'
import { parseStat, readProcessTimes, ticksPerSecond } from '../timing/process-times.ts'

/** Processor time in seconds, by who has taken it. */
export type CpuSeconds = {
  /** HTTP, queue, database: the thread that all requests wait for. */
  readonly mainThread: number
  /** Threads of the same process: garbage collection, pictures of single frames. */
  readonly otherThreads: number
  /** The worker, and its Chromium and FFmpeg. */
  readonly children: number
}

const sampleMs = 200

/** Watches a server's processes by /proc while something else is done. */
export class ProcessLoad implements Disposable {
  readonly #pid: number
  readonly #timer: NodeJS.Timeout
  /** The last that was seen of each child that has ended, or has not yet. */
  readonly #children = new Map<number, number>()
  readonly #before: CpuSeconds
  peakRssBytes = 0

  constructor(pid: number) {
    this.#pid = pid
    this.#sample()
    this.#before = this.#total()
    this.#timer = setInterval(() => this.#sample(), sampleMs)
  }

  /** Since it was made. Of a child, what it took after it was last seen is missing: at most 0.2 s. */
  cpuSeconds(): CpuSeconds {
    this.#sample()
    const now = this.#total()
    return {
      mainThread: now.mainThread - this.#before.mainThread,
      otherThreads: now.otherThreads - this.#before.otherThreads,
      children: now.children - this.#before.children,
    }
  }

  [Symbol.dispose](): void {
    clearInterval(this.#timer)
  }

  #sample(): void {
    for (const { pid } of processTree(this.#pid)) {
      const times = pid === this.#pid ? null : readProcessTimes(pid)
      if (times) this.#children.set(pid, Math.max(this.#children.get(pid) ?? 0, times.ownTicks))
    }
    this.peakRssBytes = Math.max(this.peakRssBytes, rssBytes(this.#pid))
  }

  #total(): CpuSeconds {
    const main = threadTicks(this.#pid)
    const own = readProcessTimes(this.#pid)?.ownTicks ?? 0
    const children = [...this.#children.values()].reduce((sum, ticks) => sum + ticks, 0)
    return { mainThread: main / ticksPerSecond, otherThreads: (own - main) / ticksPerSecond, children: children / ticksPerSecond }
  }
}

/** Resident memory of one process; 0 where it is gone. */
export function rssBytes(pid: number): number {
  try {
    return Number(/^VmRSS:\s*(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) * 1024
  } catch {
    return 0
  }
}

/** The main thread has the process's own number. */
function threadTicks(pid: number): number {
  try {
    return parseStat(readFileSync(`/proc/${pid}/task/${pid}/stat`, 'utf8')).ownTicks
  } catch {
    return 0
  }
}
