import { secondsOf, type FilmPair } from '../alignment/film-pair.ts'
import { distance, isBlack } from '../alignment/thumbnails.ts'
import type { FilmFinding } from '../film-check.ts'
import { countText, framesText, secondsText } from '../film-words.ts'
import { runsOf } from '../runs.ts'
import type { Motion } from './motion.ts'

type Pair = FilmPair['alignment']['pairs'][number]
type Named = {
  readonly findings: readonly FilmFinding[]
  /** Frames of the baseline that the findings speak of. */ readonly frames: ReadonlySet<number>
}

/** The picture moves by less than this share of what the baseline's does. */
const standing = 0.2

/** Frames that are black or stand still where the baseline's do not. */
export function nameStandstills(films: FilmPair, motion: Motion): Named {
  const { pairs } = films.alignment
  const black = runsOf(pairs, (pair) => isBlack(films.actual, pair.actual) && !isBlack(films.baseline, pair.baseline))
  const isKnown = new Set(black.flat())
  const still = runsOf(pairs, (pair, index) => !isKnown.has(pair) && standsStill(pair, pairs[index - 1], motion))
  return {
    findings: [...black.map((run) => blackFinding(films, run)), ...still.map((run) => stillFinding(films, run))],
    frames: new Set([...black, ...still].flat().map(({ baseline }) => baseline)),
  }
}

function standsStill(pair: Pair, before: Pair | undefined, { floor, ofBaseline, ofActual }: Motion): boolean {
  if (before?.baseline !== pair.baseline - 1 || before.actual !== pair.actual - 1) return false
  const wanted = ofBaseline(pair.baseline)
  return wanted > floor && ofActual(pair.actual) < standing * wanted
}

function blackFinding(films: FilmPair, run: readonly Pair[]): FilmFinding {
  const { span, seconds } = spanOf(films, run)
  return { kind: 'black', text: `${framesText(span)} ${run.length === 1 ? 'is' : 'are'} black (${secondsText(seconds)})`, frames: span, seconds }
}

function stillFinding(films: FilmPair, run: readonly Pair[]): FilmFinding {
  const { span, seconds } = spanOf(films, run)
  const when = `(${secondsText(seconds)})`
  if (run.length > 1) {
    const text = `the picture stands still in ${framesText(span)} ${when}, ${countText(run.length, 'frame')} in which the baseline moves`
    return { kind: 'frozen', text, frames: span, seconds }
  }
  const shownEarly = isNearerToItself(films, run[0])
  const text = shownEarly
    ? `${framesText(span)} is shown twice, the first time in place of frame ${span.from - 1} ${when}`
    : `frame ${span.from - 1} is shown twice, the second time in place of ${framesText(span)} ${when}`
  return { kind: 'doubled', text, frames: span, seconds }
}

/** Of two equal frames, whether the second is the right one. */
function isNearerToItself({ baseline, actual }: FilmPair, pair: Pair | undefined): boolean {
  if (!pair) return false
  return distance(baseline, pair.baseline, actual, pair.actual) < distance(baseline, pair.baseline - 1, actual, pair.actual)
}

function spanOf(films: FilmPair, run: readonly Pair[]) {
  const span = { from: run[0]?.baseline ?? 0, to: run.at(-1)?.baseline ?? 0 }
  return { span, seconds: { from: secondsOf(films, span.from), to: secondsOf(films, span.to) } }
}
