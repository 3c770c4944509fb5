import type { FilmCheck } from './film-check.ts'

type Span = { readonly from: number; readonly to: number }

/** "frame 121", "frames 121 to 130" */
export function framesText({ from, to }: Span): string {
  return from === to ? `frame ${from}` : `frames ${from} to ${to}`
}

/** "4.033 s", "4.033 to 4.333 s" */
export function secondsText({ from, to }: Span): string {
  return from === to ? `${from.toFixed(3)} s` : `${from.toFixed(3)} to ${to.toFixed(3)} s`
}

/** "1 frame", "15 frames" */
export function countText(count: number, thing: string): string {
  return `${count} ${thing}${count === 1 ? '' : 's'}`
}

/** "+2.0", "-0.3" */
export function signedText(value: number, digits = 1): string {
  const text = value.toFixed(digits)
  return value < 0 || Number(text) === 0 ? text.replace(/^-(?=[0.]+$)/, '') : `+${text}`
}

/** What came of a check, in a few words. */
export function verdictText({ verdict, findings, frames }: Pick<FilmCheck, 'verdict' | 'findings' | 'frames'>): string {
  if (verdict === 'same') return `the same as the baseline, in each of its ${countText(frames.length, 'frame')}`
  if (verdict === 'noise') return 'no different from the baseline but for noise'
  return `differs from the baseline, ${countText(findings.length, 'finding')}`
}
