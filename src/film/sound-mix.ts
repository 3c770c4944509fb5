import type { Ducking } from './film-sound.ts'

/** A sound file that has been looked into. `name` is what the film and messages call it. */
export type SoundFile = { readonly path: string; readonly name: string; readonly durationS: number; readonly channels: number }

/** A part of a sound file. Times in seconds, volumes as gain. */
type SoundPart = {
  readonly file: SoundFile
  readonly trimStartS: number
  readonly lengthS: number
  readonly volume: number
}

/** One sound at its place in the film. */
export type SoundClip = SoundPart & { readonly startS: number; readonly fadeInS: number; readonly fadeOutS: number }

/** `lengthS` is null for a track that is heard to its end: how many samples that is shows when it is decoded. */
export type MixTrack = Omit<SoundPart, 'lengthS'> & { readonly lengthS: number | null }

export type MixMusic = {
  /** One after the other. */
  readonly tracks: readonly MixTrack[]
  readonly volume: number
  readonly loop: boolean
  readonly crossfadeS: number
  readonly fadeInS: number
  readonly fadeOutS: number
  readonly envelope: readonly { readonly at: number; readonly gain: number }[]
  readonly ducking: Ducking | null
}

/** What a film's sound track is like. */
export type SoundTrack = { readonly channels: 1 | 2; readonly sampleRate: number }

/** The sound of a whole film. */
export type SoundMix = SoundTrack & {
  /** Under which the music ducks. */
  readonly voices: readonly SoundClip[]
  readonly effects: readonly SoundClip[]
  readonly music: MixMusic | null
  readonly durationS: number
  readonly loudness: { readonly targetLufs: number | null; readonly truePeakDb: number }
}

/** What the finished sound is coded as. */
export type SoundCodec = 'aac' | 'opus' | 'pcm'

/** A part of the film, from its start. */
export type SoundWindow = { readonly fromS: number; readonly durationS: number }

/** null: there was only silence to measure. */
export type LoudnessFacts = { readonly integratedLufs: number | null; readonly truePeakDb: number | null }

/** What was measured, of the mix and of what was delivered, and done in between. */
export type SoundReport = {
  readonly mixed: LoudnessFacts
  /** Of the coded sound, decoded again. */
  readonly delivered: LoudnessFacts
  /** Of the whole film; a part of it is as loud as it is there. */
  readonly targetLufs: number | null
  readonly isPart: boolean
  readonly gainDb: number
  /** How far the limiter turned the loudest peak down. */
  readonly limitedDb: number
}
