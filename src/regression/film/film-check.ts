import type { FilmFileFacts } from '../../encoder/comparison/probe-film.ts'
import type { FilmLimits } from './film-limits.ts'

/** What is found of a film, by the part of it. */
export type FilmFindingKind =
  // The file.
  | 'size'
  | 'rate'
  | 'format'
  | 'tags'
  | 'streams'
  | 'damaged'
  // Which frames there are.
  | 'missing'
  | 'doubled'
  | 'extra'
  | 'frozen'
  | 'black'
  | 'times'
  // How they look.
  | 'range'
  | 'matrix'
  | 'colour'
  | 'moved'
  | 'blurred'
  | 'sharpened'
  | 'picture'
  // How it sounds.
  | 'sound-missing'
  | 'sound-offset'
  | 'sound-level'
  | 'sound-length'
  | 'sound'

export type FilmFinding = {
  readonly kind: FilmFindingKind
  /** One sentence without a full stop, with figures: `frame 121 of the baseline is missing (4.033 s)`. */
  readonly text: string
  /** Frames of the baseline, `to` included; null: the whole film, or a place between two frames. */
  readonly frames: { readonly from: number; readonly to: number } | null
  /** Where in the baseline; null: the whole film. */
  readonly seconds: { readonly from: number; readonly to: number } | null
}

/** A frame of the baseline and the frame of the film that shows the same moment. Frames count from 0. */
export type MeasuredFrame = {
  readonly frame: number
  readonly actualFrame: number
  /** Of the baseline's frame. */
  readonly seconds: number
  /** dB; null where the two are equal. */
  readonly psnr: number | null
  readonly ssim: number
  /** null where this FFmpeg has no libvmaf. */
  readonly vmaf: number | null
  /**
   * Where the content lies against the baseline's, in pixels to the right and down, and how much of the difference of the two frames that explains,
   * 0 to 1. null where there is no detail, or the films have not one size and rate.
   */
  readonly move: { readonly x: number; readonly y: number; readonly share: number } | null
  /** How strong the finest detail is (1: as in the baseline), and how much of the difference a blur or a sharpening so strong explains; null as above. */
  readonly detail: { readonly strength: number; readonly share: number } | null
  /** Largest difference of the means of a small area, in levels of 255, and the middle of that area in pixels. */
  readonly largest: { readonly levels: number; readonly x: number; readonly y: number }
}

export type WorstFrame = {
  readonly measured: MeasuredFrame
  /** PNG files. */
  readonly baseline: string
  readonly actual: string
  readonly difference: string
}

/** A quarter of a second of sound, or the rest of one. `from` and `to` in seconds. */
export type SoundPiece = {
  readonly from: number
  readonly to: number
  /** -1 to 1, with the offset of the whole film taken out; null where both are silent. */
  readonly correlation: number | null
  /** By how many dB it is louder than in the baseline; null where one of them is silent. */
  readonly levelDb: number | null
  readonly silent: 'both' | 'baseline' | 'actual' | null
}

export type Loudness = { readonly integratedLufs: number | null; readonly truePeakDb: number | null }

export type SoundCheck = {
  /** How much later it is than in the baseline; null where nothing alike was found. */
  readonly offset: { readonly samples: number; readonly ms: number; readonly sampleRate: number } | null
  /** Of the whole sound. */
  readonly correlation: number | null
  readonly loudness: { readonly baseline: Loudness; readonly actual: Loudness }
  readonly pieces: readonly SoundPiece[]
  readonly lengthS: { readonly baseline: number; readonly actual: number }
}

export type FilmCheck = {
  readonly baseline: FilmFileFacts & { readonly decodedFrames: number }
  readonly actual: FilmFileFacts & { readonly decodedFrames: number }
  /** `same`: every frame and every sample. `noise`: different within the limits. */
  readonly verdict: 'same' | 'noise' | 'changed'
  readonly findings: readonly FilmFinding[]
  /** What is no fault and should be known. */
  readonly notes: readonly string[]
  readonly frames: readonly MeasuredFrame[]
  /** The worst first; none where no folder for pictures was given. */
  readonly worst: readonly WorstFrame[]
  /** null where one of the films has none. */
  readonly sound: SoundCheck | null
  readonly limits: FilmLimits
  /** How long the check took. */
  readonly tookS: number
}
