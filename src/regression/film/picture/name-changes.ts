import { planeMeans } from '../alignment/thumbnails.ts'
import type { FilmPair } from '../alignment/film-pair.ts'
import type { ColourError } from '../colour/colour-errors.ts'
import type { FilmFinding, MeasuredFrame } from '../film-check.ts'
import type { FilmLimits } from '../film-limits.ts'
import { countText, signedText } from '../film-words.ts'
import { median } from '../median.ts'
import { mostOf, placeOf, stretchesOf, type Stretch } from './stretches.ts'

type Look = {
  readonly films: FilmPair
  readonly measured: readonly MeasuredFrame[]
  /** Frames that another finding speaks of. */
  readonly known: ReadonlySet<number>
  /** Frames that are known to be elsewhere, softer or sharper: what else differs in them has to stand out of that. */
  readonly explained: ReadonlySet<number>
  readonly colourError: ColourError | null
  readonly limits: FilmLimits
}

const mostFindings = 8

/** How frames look otherwise than the baseline's. */
export function nameChanges(look: Look): readonly FilmFinding[] {
  const areaLimit = areaLimitOf(look)
  const changes = stretchesOf(look.measured.filter((frame) => !look.known.has(frame.frame) && isChanged(frame, look.limits, areaLimit(frame))))
  const told = changes.toSorted((a, b) => mostOf(b, levelsOf).largest.levels - mostOf(a, levelsOf).largest.levels).slice(0, mostFindings)
  return [
    ...colourFindings(look),
    ...changes.filter((change) => told.includes(change)).map((change) => changeFinding(look, change)),
    ...(changes.length > told.length ? [moreFinding(changes.length - told.length)] : []),
  ]
}

function moreFinding(count: number): FilmFinding {
  return {
    kind: 'picture',
    text: `${countText(count, 'further stretch').replace('stretchs', 'stretches')} of frames look different`,
    frames: null,
    seconds: null,
  }
}

/** From how many levels on a difference of an area counts; null where the measures of the whole frame count, too. */
type AreaLimit = (frame: MeasuredFrame) => number | null

/** An error in the whole picture changes the measures of whole frames, and leaves a rest in areas: only what stands out of it can be judged. */
function areaLimitOf({ measured, limits, colourError, explained }: Look): AreaLimit {
  if (colourError !== null) {
    const clipped = median(measured.map(levelsOf))
    return () => limits.area + 2 * clipped
  }
  // What comes into an area at one side, and leaves it at the other, grows with the move.
  return ({ frame, move }) => (explained.has(frame) ? limits.area * (1 + 2 * Math.max(1, Math.hypot(move?.x ?? 0, move?.y ?? 0))) : null)
}

function isChanged({ psnr, ssim, vmaf, largest }: MeasuredFrame, limits: FilmLimits, area: number | null): boolean {
  if (largest.levels > (area ?? limits.area)) return true
  return area === null && ((psnr !== null && psnr < limits.psnr) || ssim < limits.ssim || (vmaf !== null && vmaf < limits.vmaf))
}

function changeFinding({ measured }: Look, change: Stretch): FilmFinding {
  const worst = mostOf(change, levelsOf)
  const { subject, isSingular, frames, seconds } = placeOf(change, measured.length)
  const psnr = change.reduce((least, frame) => Math.min(least, frame.psnr ?? Infinity), Infinity)
  const ssim = change.reduce((least, frame) => Math.min(least, frame.ssim), 1)
  const { levels, x, y } = worst.largest
  const text = `${subject} ${isSingular ? 'looks' : 'look'} different: PSNR down to ${psnr.toFixed(1)} dB, SSIM to ${ssim.toFixed(3)}; most around x ${x}, y ${y} in frame ${worst.frame}, by ${levels.toFixed(0)} of 255`
  return { kind: 'picture', text, frames, seconds }
}

function levelsOf({ largest }: MeasuredFrame): number {
  return largest.levels
}

const planeNames = ['brightness (Y)', 'blue (U)', 'red (V)'] as const

function colourFindings({ films, measured, known, limits, colourError }: Look): readonly FilmFinding[] {
  const shifts = measured
    .filter(({ frame }) => !known.has(frame))
    .map(({ frame, actualFrame }) => {
      const [is, shouldBe] = [planeMeans(films.actual, actualFrame), planeMeans(films.baseline, frame)]
      return is.map((level, plane) => level - (shouldBe[plane] ?? 0))
    })
  const usual = planeNames.map((_, plane) => median(shifts.map((shift) => shift[plane] ?? 0)))
  const error: readonly FilmFinding[] = colourError === null ? [] : [{ kind: colourError.kind, text: colourError.text, frames: null, seconds: null }]
  // What is left of a known error is what clipping and rounding leave.
  if (colourError !== null || usual.every((shift) => Math.abs(shift) <= limits.colour)) return error
  const parts = usual.map((shift, plane) => `${planeNames[plane]} ${signedText(shift)}`).join(', ')
  return [{ kind: 'colour', text: `the colours of the whole film are shifted, in levels of 255: ${parts}`, frames: null, seconds: null }]
}
