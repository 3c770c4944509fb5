import { tableText } from '../report/table-text.ts'
import type { Quantiles } from '../report/quantiles.ts'
import type { ServerBenchResult } from './bench-server.ts'

/** What a server has done, as tables for a terminal. */
export function serverTables({ frames, submit, listen, overload, renderCpu, order }: ServerBenchResult): string {
  const times = tableText([
    ['', 'count', 'median', 'p99', 'worst'],
    timesRow('POST /v1/frames', frames),
    timesRow(`POST /v1/renders, ${order.perSecond} a second, accepted`, submit.accepted),
    timesRow('POST /v1/renders, turned away', submit.turnedAway),
    timesRow(`first event of ${listen.asked} listeners`, listen.firstEvent),
    timesRow(`${order.burst} at the same time, accepted`, overload.accepted),
    timesRow(`${order.burst} at the same time, turned away`, overload.turnedAway),
  ])
  const facts = [
    `answers while submitting: ${countsText(submit.statuses)}`,
    `listeners: ${listen.listening} of ${listen.asked} let in, ${listen.stayed} stayed, ${listen.events} events`,
    `answers under overload: ${countsText(overload.statuses)}; ${overload.answersAfterwards ? 'answers afterwards' : 'DOES NOT ANSWER afterwards'}`,
    ...(overload.memory
      ? [
          `memory of the server: ${mib(overload.memory.beforeBytes)} before, ${mib(overload.memory.peakBytes)} at most, ${mib(overload.memory.afterBytes)} after`,
        ]
      : []),
    ...(renderCpu ? [cpuText(renderCpu)] : []),
  ]
  return `${times}\n\n${facts.join('\n')}\n`
}

function timesRow(name: string, times: Quantiles | null): readonly string[] {
  if (!times) return [name, '0', '-', '-', '-']
  return [name, String(times.count), ...[times.medianMs, times.p99Ms, times.worstMs].map((ms) => `${ms.toFixed(1)} ms`)]
}

function countsText(counts: Readonly<Record<string, number>>): string {
  return Object.entries(counts)
    .map(([status, count]) => `${status}: ${count}`)
    .join(', ')
}

function mib(bytes: number): string {
  return `${Math.round(bytes / 2 ** 20)} MiB`
}

function cpuText({ mainThread, otherThreads, children }: NonNullable<ServerBenchResult['renderCpu']>): string {
  const all = mainThread + otherThreads + children
  const part = (seconds: number) => `${seconds.toFixed(1)} s (${((100 * seconds) / all).toFixed(1)} %)`
  return `processor time of one render: server's main thread ${part(mainThread)}, its other threads ${part(otherThreads)}, its worker, Chromium and FFmpeg ${part(children)}`
}
