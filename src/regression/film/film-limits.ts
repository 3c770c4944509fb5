/** From where on a difference is a change. The reasons of the usual ones are in docs/decisions/0023-whole-films.md. */
export type FilmLimits = {
  /** dB of a frame, all planes together. */
  readonly psnr: number
  /** 0 to 1, of a frame. */
  readonly ssim: number
  /** 0 to 100, of a frame; asked only where FFmpeg has libvmaf. */
  readonly vmaf: number
  /** Levels of 255 by which the mean of a small area may differ. */
  readonly area: number
  /** Pixels by which the picture may be elsewhere. */
  readonly moved: number
  /** Percent by which the finest detail may be weaker or stronger. */
  readonly detail: number
  /** Levels by which the mean of the whole film may differ, in each plane. */
  readonly colour: number
  /** Milliseconds. */
  readonly soundOffset: number
  /** Of a quarter of a second of sound, 0 to 1. */
  readonly correlation: number
  /** LU of the whole film. */
  readonly loudness: number
  /** dB of a quarter of a second of sound, beyond what the whole film differs by. */
  readonly level: number
  /** Milliseconds by which the sound may be longer or shorter. */
  readonly soundLength: number
}

export const usualLimits: FilmLimits = {
  psnr: 28,
  ssim: 0.9,
  vmaf: 70,
  area: 8,
  moved: 0.15,
  detail: 10,
  colour: 1.2,
  soundOffset: 5,
  correlation: 0.8,
  loudness: 0.5,
  level: 3,
  soundLength: 60,
}
