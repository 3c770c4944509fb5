import type { Picture } from '../picture/picture.ts'
import { blurSamples, type BlurChange } from './find-blur.ts'
import { mapColours, type ColourChange } from './find-colour.ts'
import type { Motion } from './motion.ts'
import { moveSamples } from './move-samples.ts'
import type { Samples } from './samples.ts'

/** What has changed a picture; null for what has not. */
export type Cause = {
  readonly motion: Motion | null
  readonly colour: Pick<ColourChange, 'map'> | null
  readonly blur: Pick<BlurChange, 'factors'> | null
}

/** What a cause makes of the baseline: three values for each sample. */
export function predictChange(baseline: Picture, samples: Samples, { motion, colour, blur }: Cause): Float32Array {
  const placed = motion ? moveSamples(baseline, samples, motion) : samples.from
  const coloured = colour ? mapColours(placed, colour.map) : placed
  return blur ? blurSamples(baseline, samples, { base: coloured, motion, factors: blur.factors }) : coloured
}
