import { spreadOf } from '../report/statistics.ts'
import { predictSeconds } from './predict-seconds.ts'
import type { Cost, OverheadRound } from './bench-overhead.ts'
import type { TimedFilm, WorkersBenchResult } from './bench-workers.ts'

type Cells = readonly (readonly string[])[]

const modelled = [1, 2, 4, 8, 15, 30, 60]

/** A row for each film, in the order in which they were done: the first row is the head. */
export function filmCells({ films }: WorkersBenchResult): Cells {
  const rows = films.toSorted((a, b) => a.endSeconds - b.endSeconds).map(filmRow)
  return [['key', 'state', 'done after', 'its own time', 'preparing', 'chunks', 'of them the slowest', 'finishing', 'repeated'], ...rows]
}

function filmRow({ owner, state, endSeconds, workSeconds, parts, repeated }: TimedFilm): readonly string[] {
  const { prepare, chunks, finish } = parts
  const work = chunks.reduce((sum, seconds) => sum + seconds, 0)
  const times = [endSeconds, workSeconds, prepare, work, Math.max(0, ...chunks), finish].map((seconds) => `${seconds.toFixed(1)} s`)
  return [String(owner), state, ...times, String(repeated)]
}

/** How long a film like the one that was measured takes on more of the same workers, and what that is bounded by. */
export function modelCells({ films }: WorkersBenchResult): Cells {
  const [first] = films
  if (!first) return []
  const one = predictSeconds(first.parts, 1)
  const rows = modelled.map((workers) => {
    const seconds = predictSeconds(first.parts, workers)
    return [String(workers), `${seconds.toFixed(1)} s`, `${(one / seconds).toFixed(1)} x`]
  })
  return [['workers', 'a film takes', 'speed-up'], ...rows]
}

/** The figures that are one number each. */
export function workersFacts({ order, seconds, predictedSeconds, films, peakRssBytes }: WorkersBenchResult): readonly string[] {
  const places = order.isPinned ? 'each on a core of its own' : 'on all cores'
  return [
    `${order.workers} workers, ${places}, ${order.films} films of ${order.owners} keys: ${seconds.toFixed(1)} s`,
    ...(predictedSeconds === null ? [] : [`by the model from the parts: ${predictedSeconds.toFixed(1)} s`]),
    `chunks ${films.reduce((sum, { parts }) => sum + parts.chunks.length, 0)}, memory of all processes at most ${Math.round(peakRssBytes / 2 ** 20)} MiB`,
  ]
}

/** A row for each round, and one of the medians of their ratios: the first row is the head. */
export function overheadCells(rounds: readonly OverheadRound[]): Cells {
  const time = rounds.map(({ command, farm }) => farm.seconds / command.seconds)
  const cpu = rounds.map(({ command, farm }) => farm.cpuSeconds / command.cpuSeconds)
  const rows = rounds.map(({ command, farm }, index) => {
    const more = [time, cpu].map((ratios) => percentMore(ratios[index]))
    return [String(index + 1), ...costCells(command), ...costCells(farm), ...more]
  })
  const head = ['round', 'render', 'processor', 'farm', 'processor', 'takes more', 'of the processor']
  return [head, ...rows, ['median', '', '', '', '', ...[time, cpu].map((ratios) => percentMore(spreadOf(ratios)?.median))]]
}

function costCells({ seconds, cpuSeconds }: Cost): readonly string[] {
  return [seconds, cpuSeconds].map((value) => `${value.toFixed(1)} s`)
}

function percentMore(ratio = Number.NaN): string {
  const percent = Math.round((ratio - 1) * 100)
  return `${percent > 0 ? '+' : ''}${percent} %`
}
