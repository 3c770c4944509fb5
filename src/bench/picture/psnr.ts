import type { Grey } from './grey.ts'

/** Mean of the squared differences of two pictures of one size. */
export function meanSquaredError(a: Grey, b: Grey): number {
  let sum = 0
  for (let at = 0; at < a.data.length; at++) sum += ((a.data[at] ?? 0) - (b.data[at] ?? 0)) ** 2
  return sum / a.data.length
}

/** Peak signal-to-noise ratio in decibels, of a peak of 255 as FFmpeg has it; Infinity where there is no error. */
export function psnrOf(squaredError: number): number {
  return 10 * Math.log10(255 ** 2 / squaredError)
}
