import { secondsOf, type FilmPair } from '../alignment/film-pair.ts'
import type { FilmFinding } from '../film-check.ts'
import { framesText, secondsText } from '../film-words.ts'
import { runsOf } from '../runs.ts'

type Pair = FilmPair['alignment']['pairs'][number]

/** Frames whose times in the file are not the baseline's, where no missing or extra frame explains it. */
export function nameTimes(films: FilmPair): readonly FilmFinding[] {
  const { times, alignment, fps } = films
  const lateS = ({ baseline, actual }: Pair) => {
    const [meant, shown] = [times.baseline[baseline], times.actual[actual]]
    return meant === undefined || shown === undefined || meant === null || shown === null ? 0 : shown - meant
  }
  const half = 0.5 / fps
  const isOdd = (pair: Pair) => Math.abs(lateS(pair)) > half && Math.abs(lateS(pair) - (pair.actual - pair.baseline) / fps) > half
  return runsOf(alignment.pairs, isOdd).map((run): FilmFinding => {
    const span = { from: run[0]?.baseline ?? 0, to: run.at(-1)?.baseline ?? 0 }
    const seconds = { from: secondsOf(films, span.from), to: secondsOf(films, span.to) }
    const late = run.map(lateS).toSorted((a, b) => Math.abs(b) - Math.abs(a))[0] ?? 0
    const text = `${framesText(span)} (${secondsText(seconds)}) ${run.length === 1 ? 'is' : 'are'} shown ${Math.abs(late * 1000).toFixed(0)} ms ${late > 0 ? 'late' : 'early'}, by the times in the file`
    return { kind: 'times', text, frames: span, seconds }
  })
}
