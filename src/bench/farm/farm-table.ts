import type { Quantiles } from '../report/quantiles.ts'
import type { FarmBenchResult } from './bench-farm.ts'

type Cells = readonly (readonly string[])[]

/** What a farm of sleeping workers has done: the first row is the head. */
export function farmCells(result: FarmBenchResult): Cells {
  const { handOut, handOutOf, submit, touch, complete } = result
  return [
    ['', 'count', 'median', 'p99', 'worst'],
    timesRow('work is handed out', handOut),
    timesRow('  to prepare a film', handOutOf.prepare),
    timesRow('  a chunk', handOutOf.chunk),
    timesRow('  to finish a film', handOutOf.finish),
    timesRow('a film is accepted', submit),
    timesRow('a touch', touch),
    timesRow('a result is taken', complete),
  ]
}

/** The figures that are one number each. */
export function farmFacts(result: FarmBenchResult): readonly string[] {
  const { order, seconds, idealSeconds, coordinatorCpuSeconds, databaseCpuSeconds } = result
  const cores = (spent: number) => `${spent.toFixed(1)} s (${(spent / seconds).toFixed(2)} cores)`
  return [
    `${order.workers} workers, ${order.films} films of ${order.scenes} chunks, ${order.owners} owners, ${result.database}`,
    `${seconds.toFixed(1)} s, where ${idealSeconds.toFixed(1)} s of sleep were to be done`,
    `lost chunks ${result.lostChunks}, doubled chunks ${result.doubledChunks}, films that did not end ${result.unfinishedFilms}`,
    `processor time: coordinator ${cores(coordinatorCpuSeconds)}${databaseCpuSeconds === null ? ', with its database' : `, database ${cores(databaseCpuSeconds)}`}`,
  ]
}

function timesRow(name: string, times: Quantiles | null): readonly string[] {
  if (!times) return [name, '0', '-', '-', '-']
  return [name, String(times.count), ...[times.medianMs, times.p99Ms, times.worstMs].map((ms) => `${ms.toFixed(1)} ms`)]
}
