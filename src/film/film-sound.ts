import type { Source } from './source.ts'
import type { MusicInput, SoundEffectInput, VoiceoverInput } from './sound-schema.ts'

/** The sounds of a checked film. Times are seconds, volumes are gains. */

/** From `start` to `end` of the file; null: to the file's end. */
export type Trim = { readonly start: number; readonly end: number | null }

type Placed = { readonly source: Source; readonly trim: Trim }
export type Voiceover = Placed & Pick<VoiceoverInput, 'offset' | 'volume' | 'fadeIn' | 'fadeOut'>
export type SoundEffect = Placed & Pick<SoundEffectInput, 'at' | 'volume' | 'fadeIn' | 'fadeOut'>

export type MusicTrack = Placed & {
  readonly volume: number
  /** Of the track in the film. */
  readonly pointer: string
}

type EnvelopePoint = { readonly at: number; readonly gain: number }
export type Ducking = NonNullable<MusicInput['ducking']>

export type Music = Pick<MusicInput, 'volume' | 'loop' | 'crossfade' | 'fadeIn' | 'fadeOut'> & {
  /** A single source is a list of one track, whose volume is 1. */
  readonly tracks: readonly MusicTrack[]
  readonly envelope: readonly EnvelopePoint[]
  readonly ducking: Ducking | null
}
