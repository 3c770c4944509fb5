/** A sound as raw samples in a file: 32-bit floats, interleaved, at the film's rate. `samples` counts them for one channel. */
export type DecodedSound = { readonly path: string; readonly samples: number; readonly channels: 1 | 2 }

/** `linear` goes straight from silence to full; two `equal-power` fades across each other keep the power of what has nothing in common. */
type FadeShape = 'linear' | 'equal-power'

/** A part of a sound at its place in the film, to the sample. All counts are of samples. */
export type Placement = {
  readonly sound: DecodedSound
  /** First sample in the file. */
  readonly from: number
  /** Where that is in the film. */
  readonly at: number
  readonly length: number
  readonly gain: number
  readonly fadeIn: number
  readonly fadeOut: number
  readonly fadeShape: FadeShape
}

/** Gain of a placement `index` samples from its start. */
export function placedGain({ length, gain, fadeIn, fadeOut, fadeShape }: Placement, index: number): number {
  const rising = fadeIn > 0 ? Math.min(1, (index + 0.5) / fadeIn) : 1
  const falling = fadeOut > 0 ? Math.min(1, (length - index - 0.5) / fadeOut) : 1
  return gain * shaped(rising, fadeShape) * shaped(falling, fadeShape)
}

function shaped(part: number, shape: FadeShape): number {
  return shape === 'linear' ? part : Math.sin((part * Math.PI) / 2)
}
