import type { Comparison, Measures } from '../verdict.ts'
import type { FrameState, Report, ReportFrame } from './report-schema.ts'

/** Of a state, as it stands on a label. */
export const stateTitles: Readonly<Record<FrameState, string>> = {
  same: 'Same',
  noise: 'Same within the rules',
  changed: 'Changed',
  new: 'New',
  broken: 'Cannot be compared',
  gone: 'Not picked any more',
}

const reasons: Readonly<Record<ReportFrame['why'][number], string>> = {
  first: 'first frame',
  quarter: 'at a quarter',
  middle: 'middle',
  last: 'last frame',
  transition: 'half-way through the transition',
  caption: 'caption',
  chosen: 'chosen time',
}

const number = new Intl.NumberFormat('en')

/** What a check has found, in one sentence without a full stop. */
export function resultWords({ counts, frames, isSkipped, result }: Report): string {
  if (isSkipped && result === 'same') return 'Nothing has changed since the baselines were approved'
  const parts = [
    counts.changed > 0 ? `${framesOf(counts.changed)} changed` : null,
    counts.new > 0 ? `${framesOf(counts.new)} new` : null,
    counts.broken > 0 ? `${framesOf(counts.broken)} cannot be compared` : null,
  ].filter((part) => part !== null)
  if (parts.length > 0) return parts.join(', ')
  return frames.length === 1 ? 'The frame is as it was approved' : `All ${number.format(frames.length)} frames are as they were approved`
}

function framesOf(count: number): string {
  return count === 1 ? '1 frame' : `${number.format(count)} frames`
}

/** Where a frame is: `Scene 2 · frame 310 · 0:10.333 · middle`. */
export function placeWords({ scene, frame, seconds, why }: ReportFrame): string {
  return [`Scene ${scene}`, `frame ${number.format(frame)}`, clockText(seconds), why.map((reason) => reasons[reason]).join(', ')]
    .filter((part) => part !== '')
    .join(' · ')
}

/** `1:05.250`: minutes, seconds, thousandths. */
export function clockText(seconds: number): string {
  const thousandths = Math.round(seconds * 1000)
  const minutes = Math.floor(thousandths / 60_000)
  return `${minutes}:${((thousandths - minutes * 60_000) / 1000).toFixed(3).padStart(6, '0')}`
}

/** What is to be said of a frame, a sentence each, the most important first. */
export function frameWords({ state, problem, findings, measures }: ReportFrame): readonly string[] {
  if (problem !== null) return [sentence(problem)]
  if (state === 'new') return ['There is no baseline of this frame for this renderer.']
  if (state === 'gone') return ['There is a baseline, but the film has no such frame any more, or it is not picked.']
  return comparisonWords({ outcome: state === 'changed' || state === 'noise' ? state : 'same', findings, measures })
}

/** The same of two pictures. */
export function comparisonWords({ outcome, findings, measures }: Comparison): readonly string[] {
  if (outcome === 'same') return ['The same, pixel for pixel.']
  const found = findings.map(({ text }) => sentence(text))
  if (outcome === 'noise') return ['Different only within the rules.', ...found]
  return found.length > 0 ? found : [measures === null ? 'Different.' : `${number.format(measures.differentPixels)} pixels differ.`]
}

/** Measures as names and values. */
export function measureWords(measures: Measures | null): readonly (readonly [string, string])[] {
  if (measures === null) return []
  const { differentPixels, differentShare, antialiasedPixels, largest, psnr, ssim, box } = measures
  return [
    ['Different pixels', `${number.format(differentPixels)} (${shareText(differentShare)})`],
    ['Anti-aliased, left out', number.format(antialiasedPixels)],
    ['Largest difference', `${number.format(Math.round(largest * 10) / 10)} of 255`],
    ['PSNR', psnr === null ? 'equal' : `${psnr.toFixed(1)} dB`],
    ['SSIM', ssim.toFixed(4)],
    ...(box === null ? [] : [['All within', `${box.width} × ${box.height} px at ${box.x}, ${box.y}`] as const]),
  ]
}

function shareText(share: number): string {
  if (share === 0) return '0 %'
  return share < 0.0001 ? 'under 0.01 %' : `${(share * 100).toFixed(share < 0.01 ? 2 : 1)} %`
}

function sentence(text: string): string {
  const begun = text.charAt(0).toUpperCase() + text.slice(1)
  return /[.!?]$/.test(begun) ? begun : `${begun}.`
}
