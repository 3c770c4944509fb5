import type { Fit, Focus, KenBurnsInput } from './camera-schema.ts'
import type { FilmCaptions, SceneCaptions } from './captions.ts'
import type { Codec } from './containers.ts'
import type { Delivery } from './delivery.ts'
import type { Preset, Quality } from './output-schema.ts'
import type { TransitionInput } from './transition-schema.ts'
import type { WatermarkInput } from './watermark-schema.ts'
import type { LoudnessInput, SoundFormatInput } from './sound-schema.ts'
import type { Source } from './source.ts'
import type { Music, SoundEffect, Voiceover } from './film-sound.ts'

/** Frames per second as an exact fraction: 30000/1001 is { num: 30000, den: 1001 }. */
export type FrameRate = { readonly num: number; readonly den: number }

export type { Source, SourceScheme } from './source.ts'

/** All of it decides how chunks are encoded, so all of it is in their hashes; what else a film says of its file is in Delivery. */
export type Output = {
  readonly width: number
  readonly height: number
  readonly fps: FrameRate
  readonly quality: Quality
  readonly codec: Codec
  /** In place of what `quality` says, as are the next two. */
  readonly crf?: number
  /** Bits per second. */
  readonly bitrate?: number
  readonly preset?: Preset
  /** What nothing is drawn on stays transparent. */
  readonly alpha?: true
}

type Watermark = Omit<WatermarkInput, 'source'> & { readonly source: Source }

type Scene = {
  /** null where the film names none: not every template shows one. */
  readonly image: Source | null
  /** Of its chapter. */
  readonly title: string | null
  /** Seconds; `auto` is resolved in the plan, from the voiceover and the padding (seconds). */
  readonly duration: number | 'auto'
  readonly padding: number
  readonly kenBurns: KenBurnsInput | null
  readonly focus: Focus | null
  readonly fit: Fit
  /** Degrees, clockwise. */
  readonly rotation: number
  readonly voiceover: Voiceover | null
  readonly captions: SceneCaptions
  readonly sounds: readonly SoundEffect[]
  /** From the scene before into this one; null: the film's own. */
  readonly transition: TransitionInput | null
  /** A built-in name, or the absolute path of a user's own folder. */
  readonly template: string
  /** Whether the template puts the photograph under a camera; known when the template has been loaded, true until then. */
  readonly hasCamera: boolean
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
  /** Absolute path that relative paths start from; null for a film that came in a request and so lies nowhere: it names no path at all. */
  readonly folder: string | null
  readonly output: Output
  readonly delivery: Delivery
  /** Several files in place of the one; each has all that it takes from `output` filled in. Empty for one file. */
  readonly outputs: readonly { readonly name: string; readonly output: Output; readonly delivery: Delivery }[]
  /** #rrggbb, or `transparent` in a film that keeps it so */
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
