import type { Fit, Focus, KenBurnsInput } from './camera-schema.ts'
import type { FilmCaptions, SceneCaptions } from './captions.ts'
import type { TransitionInput } from './transition-schema.ts'
import type { WatermarkInput } from './watermark-schema.ts'
import type { Codec, Quality } from './output-schema.ts'
import type { LoudnessInput, SoundFormatInput } from './sound-schema.ts'
import type { Source } from './source.ts'
import type { Music, SoundEffect, Voiceover } from './film-sound.ts'

/** Frames per second as an exact fraction: 30000/1001 is { num: 30000, den: 1001 }. */
export type FrameRate = { readonly num: number; readonly den: number }

export type { Source, SourceScheme } from './source.ts'

export type Output = {
  readonly width: number
  readonly height: number
  readonly fps: FrameRate
  readonly quality: Quality
  readonly codec: Codec
}

type Watermark = Omit<WatermarkInput, 'source'> & { readonly source: Source }

type Scene = {
  readonly image: Source
  /** Seconds; `auto` is resolved in the plan, from the voiceover and the padding (seconds). */
  readonly duration: number | 'auto'
  readonly padding: number
  readonly kenBurns: KenBurnsInput | null
  readonly focus: Focus | null
  readonly fit: Fit
  /** Degrees, clockwise. */
  readonly rotation: number
  readonly voiceover: Voiceover | null
  readonly sounds: readonly SoundEffect[]
  readonly captions: SceneCaptions
  /** From the scene before into this one; null: the film's own. */
  readonly transition: TransitionInput | null
  readonly template: string
  readonly props: Readonly<Record<string, unknown>>
}

export type FontStyle = 'normal' | 'italic'

/** What the film says of fonts. null is what the font's own file says. */
export type FilmFonts = {
  readonly files: readonly { readonly family: string; readonly source: Source; readonly weight: number | null; readonly style: FontStyle | null }[]
  /** Absolute path; null where the film names none. */
  readonly folder: string | null
  readonly fallback: readonly string[]
}

/** A checked film: every default is filled in and every address is absolute. */
export type Film = {
  readonly output: Output
  /** #rrggbb */
  readonly background: string
  readonly music: Music | null
  readonly loudness: LoudnessInput
  readonly sound: SoundFormatInput
  readonly fonts: FilmFonts
  readonly captions: FilmCaptions
  readonly transition: TransitionInput | null
  readonly watermark: Watermark | null
  readonly scenes: readonly Scene[]
}
