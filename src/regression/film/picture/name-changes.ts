import { planeMeans } from '../alignment/thumbnails.ts'
import type { FilmPair } from '../alignment/film-pair.ts'
import type { ColourError } from '../colour/colour-errors.ts'
import type { FilmFinding, MeasuredFrame } from '../film-check.ts'
import type { FilmLimits } from '../film-limits.ts'
import { countText, framesText, secondsText, signedText } from '../film-words.ts'
import { median } from '../median.ts'

type Look = {
  readonly films: FilmPair
  readonly measured: readonly MeasuredFrame[]
  /** Frames that another finding speaks of. */
  readonly known: ReadonlySet<number>
  readonly colourError: ColourError | null
  readonly limits: FilmLimits
}

/** Changes with fewer good frames between them are one. */
const nearFrames = 6
const mostFindings = 8

/** How frames look otherwise than the baseline's. */
export function nameChanges(look: Look): readonly FilmFinding[] {
  const changes = stretchesOf(look.measured.filter((frame) => !look.known.has(frame.frame) && isChanged(look, frame)))
  const told = changes.toSorted((a, b) => worstOf(b).largest.levels - worstOf(a).largest.levels).slice(0, mostFindings)
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

/** An error in all colours changes the measures of whole frames, and leaves a rest where it clips them: only what stands out of it can be judged. */
function isChanged({ measured, limits, colourError }: Look, { psnr, ssim, vmaf, largest }: MeasuredFrame): boolean {
  if (colourError !== null) return largest.levels > limits.area + 2 * median(measured.map((frame) => frame.largest.levels))
  if (largest.levels > limits.area) return true
  return (psnr !== null && psnr < limits.psnr) || ssim < limits.ssim || (vmaf !== null && vmaf < limits.vmaf)
}

function stretchesOf(frames: readonly MeasuredFrame[]): readonly (readonly MeasuredFrame[])[] {
  const stretches: MeasuredFrame[][] = []
  for (const frame of frames) {
    const last = stretches.at(-1)?.at(-1)
    if (last && frame.frame - last.frame <= nearFrames) stretches.at(-1)?.push(frame)
    else stretches.push([frame])
  }
  return stretches
}

function worstOf(frames: readonly MeasuredFrame[]): MeasuredFrame {
  const [worst] = frames.toSorted((a, b) => b.largest.levels - a.largest.levels)
  if (!worst) throw new Error('unreachable: a stretch has a frame')
  return worst
}

function changeFinding({ measured }: Look, change: readonly MeasuredFrame[]): FilmFinding {
  const worst = worstOf(change)
  const span = { from: change[0]?.frame ?? 0, to: change.at(-1)?.frame ?? 0 }
  const seconds = { from: change[0]?.seconds ?? 0, to: change.at(-1)?.seconds ?? 0 }
  const isWhole = change.length > 1 && change.length >= measured.length * 0.95
  const which = isWhole ? 'every frame looks' : `${framesText(span)} (${secondsText(seconds)}) ${change.length === 1 ? 'looks' : 'look'}`
  const psnr = Math.min(...change.map((frame) => frame.psnr ?? Infinity))
  const ssim = Math.min(...change.map((frame) => frame.ssim))
  const { levels, x, y } = worst.largest
  const text = `${which} different: PSNR down to ${psnr.toFixed(1)} dB, SSIM to ${ssim.toFixed(3)}; most around x ${x}, y ${y} in frame ${worst.frame}, by ${levels.toFixed(0)} of 255`
  return { kind: 'picture', text, frames: isWhole ? null : span, seconds: isWhole ? null : seconds }
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
