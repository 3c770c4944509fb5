import type { Gap } from '../alignment/align-frames.ts'
import { secondsOf, type FilmPair } from '../alignment/film-pair.ts'
import { distance, isBlack } from '../alignment/thumbnails.ts'
import type { FilmFinding } from '../film-check.ts'
import { countText, framesText, secondsText } from '../film-words.ts'
import { stillAround, type Motion } from './motion.ts'

/** Frames that differ by less than this share of a step of the baseline are the same one. */
const sameShare = 0.3

/** Frames of the baseline that are missing, and frames that it does not have. */
export function nameGaps(films: FilmPair, motion: Motion): readonly FilmFinding[] {
  const { missing, extra } = films.alignment
  return [...missing.map((gap) => missingFinding(films, motion, gap)), ...extra.map((gap) => extraFinding(films, motion, gap))]
}

function missingFinding(films: FilmPair, motion: Motion, gap: Gap): FilmFinding {
  const { from, to } = gap
  const count = to - from + 1
  const seconds = { from: secondsOf(films, from), to: secondsOf(films, to) }
  const finding = { kind: 'missing', frames: { from, to }, seconds } as const
  const when = `(${secondsText(seconds)})`
  if (to === films.baseline.count - 1)
    return { ...finding, text: `the film ends ${countText(count, 'frame')} early: ${framesText(gap)} of the baseline ${areMissing(count)} ${when}` }
  if (from === 0)
    return { ...finding, text: `the film starts ${countText(count, 'frame')} into the baseline: ${framesText(gap)} ${areMissing(count)} ${when}` }
  const still = stillAround(films, motion, from)
  if (still.to - still.from >= count) {
    const where = { from: secondsOf(films, still.from), to: secondsOf(films, still.to) }
    const text = `${countText(count, 'frame')} of ${framesText(still)} of the baseline ${areMissing(count)}, where the picture stands still (${secondsText(where)})`
    return { kind: 'missing', frames: still, seconds: where, text }
  }
  return { ...finding, text: `${framesText(gap)} of the baseline ${areMissing(count)} ${when}${effect(films, gap)}` }
}

function areMissing(count: number): string {
  return count === 1 ? 'is missing' : 'are missing'
}

/** What a hole does to the frames after it: they come early, unless the file's times leave room. */
function effect(films: FilmPair, { to, before }: Gap): string {
  const [shown, meant] = [films.times.actual[before], films.times.baseline[to + 1]]
  if (shown === undefined || meant === undefined || shown === null || meant === null) return ''
  const shift = Math.round((shown - meant) * films.fps)
  if (shift === 0) return ', and the frame before is shown for so long'
  return `, and the next one comes ${countText(Math.abs(shift), 'frame')} ${shift < 0 ? 'early' : 'late'}`
}

function extraFinding(films: FilmPair, motion: Motion, gap: Gap): FilmFinding {
  const { actual, fps } = films
  const count = gap.to - gap.from + 1
  const frames = Array.from({ length: count }, (_, index) => gap.from + index)
  const shownAt = { from: films.times.actual[gap.from] ?? gap.from / fps, to: films.times.actual[gap.to] ?? gap.to / fps }
  const place = `(${framesText(gap)} of the film, ${secondsText(shownAt)})`
  const inBaseline = secondsOf(films, gap.before)
  const finding = { frames: null, seconds: { from: inBaseline, to: inBaseline } }
  const where = placeOf(films, gap, countText(count, 'frame'))
  if (frames.every((frame) => isBlack(actual, frame))) {
    return { ...finding, kind: 'black', text: `${where}: ${count === 1 ? 'it is' : 'they are'} black ${place}` }
  }
  const shown = shownAgain(films, gap, motion)
  if (shown === null) return { ...finding, kind: 'extra', text: `${where} ${place}` }
  const still = stillAround(films, motion, shown)
  const which = still.from === still.to ? `frame ${shown}` : `one of ${framesText(still)}`
  if (count === 1) return { ...finding, kind: 'doubled', text: `${which} is shown twice ${place}` }
  return { ...finding, kind: 'frozen', text: `${which} is shown ${count + 1} times, ${(count / fps).toFixed(3)} s too long ${place}` }
}

/** The frame of the baseline that all frames of a gap show again: the one before them or, as the second of two is the right one, the one after. */
function shownAgain({ actual, baseline }: FilmPair, { from, to, before }: Gap, { floor, ofBaseline }: Motion): number | null {
  // A picture that stands still is coded anew with each key frame.
  const nearly = Math.max(2 * floor, sameShare * ofBaseline(before))
  const show = (other: number) =>
    Array.from({ length: to - from + 1 }, (_, index) => from + index).every((frame) => distance(actual, frame, actual, other) < nearly)
  if (from > 0 && show(from - 1)) return before - 1
  return to + 1 < actual.count && before < baseline.count && show(to + 1) ? before : null
}

function placeOf({ baseline }: FilmPair, { before }: Gap, amount: string): string {
  if (before === 0) return `the film starts ${amount} late, with what the baseline does not have`
  if (before === baseline.count) return `the film has ${amount} after the baseline's end`
  return `there ${amount.startsWith('1 ') ? 'is' : 'are'} ${amount} between frames ${before - 1} and ${before} that the baseline does not have`
}
