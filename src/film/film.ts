import type { Fit, Focus, KenBurnsInput } from './camera-schema.ts'
import type { FilmCaptions, SceneCaptions } from './captions.ts'
import type { TransitionInput } from './transition-schema.ts'
import type { WatermarkInput } from './watermark-schema.ts'
import type { Codec, Quality } from './output-schema.ts'

/** Frames per second as an exact fraction: 30000/1001 is { num: 30000, den: 1001 }. */
export type FrameRate = { readonly num: number; readonly den: number }

export type SourceScheme = 'file' | 'http' | 'https' | 'gs'

/** Where an asset is. `text` is what the film says and what messages repeat; `url` is absolute. */
export type Source = { readonly text: string; readonly scheme: SourceScheme; readonly url: URL }

export type Output = {
  readonly width: number
  readonly height: number
  readonly fps: FrameRate
  readonly quality: Quality
  readonly codec: Codec
}

type Voiceover = { readonly source: Source; readonly offset: number; readonly volume: number }
type Music = {
  readonly source: Source
  readonly volume: number
  readonly loop: boolean
  readonly fadeIn: number
  readonly fadeOut: number
}

type Watermark = Omit<WatermarkInput, 'source'> & { readonly source: Source }

type Scene = {
  readonly image: Source
  /** Seconds. */
  readonly duration: number
  readonly kenBurns: KenBurnsInput | null
  readonly focus: Focus | null
  readonly fit: Fit
  /** Degrees, clockwise. */
  readonly rotation: number
  readonly voiceover: Voiceover | null
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
  readonly fonts: FilmFonts
  readonly captions: FilmCaptions
  readonly transition: TransitionInput | null
  readonly watermark: Watermark | null
  readonly scenes: readonly Scene[]
}
