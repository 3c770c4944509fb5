import { z } from 'zod'
import { source, volume } from './schema-words.ts'

const seconds = (most: number, description: string) => z.number().min(0).max(most).describe(description)
const fade = (description: string) => seconds(60, description).default(0)

const trim = z
  .strictObject({
    start: seconds(36_000, 'Seconds of the file that are left out before it is heard').default(0),
    end: seconds(36_000, 'Where in the file the sound ends, in seconds; absent: at its end').optional(),
  })
  .describe('The part of the file that is heard')

/** What every single sound has. */
const sound = {
  trim: trim.optional(),
  volume,
  fadeIn: fade('Seconds'),
  fadeOut: fade('Seconds, up to where the sound ends'),
}

export const voiceover = z.strictObject({
  source: source('The spoken sound'),
  offset: seconds(3600, "Seconds from the scene's start").default(0),
  ...sound,
})

export const soundEffect = z.strictObject({
  source: source('The sound'),
  at: seconds(3600, "Seconds from the scene's start").default(0),
  ...sound,
})

const track = z.strictObject({ source: source('The music'), trim: trim.optional(), volume })

const envelopePoint = z.strictObject({
  at: seconds(36_000, "Seconds from the film's start"),
  gain: z.number().min(0).max(4).describe('Gain there, on top of the volume'),
})

const ducking = z.strictObject({
  depth: z.number().min(0).max(60).default(12).describe('How far the music goes down, in dB'),
  attack: seconds(10, 'Seconds that it takes to go down; it is down when the voice begins').default(0.3),
  release: seconds(10, 'Seconds that it takes to come up again, from the end of the voice').default(0.8),
  hold: seconds(10, 'Pauses of the voice up to so many seconds leave the music down').default(1),
  threshold: z.number().min(-80).max(0).default(-45).describe('Level from which a voice counts as heard, in dB of full scale'),
})

export const music = z.strictObject({
  source: source('The music').optional(),
  trim: trim.optional(),
  playlist: z.array(track).min(1).max(100).optional().describe('Several tracks instead of one source, one after the other'),
  volume: z.number().min(0).max(4).default(0.25).describe('Gain under the voices'),
  loop: z.boolean().default(true).describe('Start again, from the first track, when all have ended before the film'),
  crossfade: seconds(30, 'Seconds for which a track and the next one, or the start of the loop, sound together').default(0),
  fadeIn: seconds(60, 'Seconds').default(1),
  fadeOut: seconds(60, "Seconds, up to the film's end").default(3),
  envelope: z.array(envelopePoint).min(1).max(1000).optional().describe('How loud the music is over time; straight lines between the points'),
  ducking: ducking.optional().describe('Makes the music quieter while a voice is heard; {} for the usual'),
})

export const loudness = z.strictObject({
  target: z
    .union([z.number().min(-36).max(-5), z.literal('off')])
    .default(-14)
    .meta({ allowed: 'a number from -36 to -5, or off' })
    .describe('Integrated loudness of the film, in LUFS; off: the mix as it is'),
  truePeak: z.number().min(-12).max(0).default(-1).describe('No peak goes above this, in dBTP'),
})

export const soundFormat = z.strictObject({
  channels: z.enum(['stereo', 'mono']).default('stereo').describe('What the film has; sounds of the other kind are converted'),
  sampleRate: z.literal([32_000, 44_100, 48_000, 96_000]).default(48_000).describe('Samples per second of the film; those of its sounds may be any'),
  whenSilent: z.enum(['silence', 'none']).default('silence').describe('The sound track of a film in which nothing is heard: one of silence, or none'),
})

export type VoiceoverInput = z.output<typeof voiceover>
export type SoundEffectInput = z.output<typeof soundEffect>
export type MusicInput = z.output<typeof music>
export type LoudnessInput = z.output<typeof loudness>
export type SoundFormatInput = z.output<typeof soundFormat>
