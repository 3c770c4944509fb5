import { soundCodecOf, type Codec, type FilmContainer } from '../film/containers.ts'
import type { FrameRate } from '../film/film.ts'
import { FramefarmError } from '../shared/errors.ts'
import type { FoundFfmpeg } from './find-ffmpeg.ts'
import { runFfprobe } from './run-ffprobe.ts'
import { trackClock } from './track-clock.ts'

export type ExpectedFilm = {
  readonly container: FilmContainer
  readonly codec: Codec
  readonly frames: number
  readonly width: number
  readonly height: number
  readonly fps: FrameRate
  readonly alpha?: true
  readonly hasSound: boolean
  /** How many of them. */
  readonly chapters: number
}

type StreamFacts = {
  readonly index: number
  readonly codec_type: string
  readonly codec_name?: string
  readonly width?: number
  readonly height?: number
  readonly time_base: string
  readonly start_time?: string
  readonly sample_rate?: string
  readonly duration_ts?: number
  readonly color_space?: string
  readonly pix_fmt?: string
  readonly tags?: Readonly<Record<string, string>>
}

type PacketFacts = { readonly stream_index: number; readonly pts: number; readonly duration?: number }
type FilmFacts = { readonly chapters: readonly unknown[]; readonly streams: readonly StreamFacts[]; readonly packets: readonly PacketFacts[] }

/** One AAC frame: the sound's last frame may be cut there by a container without finer ends. One of Opus is shorter. */
const soundToleranceSamples = 1024

/** Opus starts before the picture by what its decoder drops; a container that counts milliseconds may miss 0 by one. */
const startToleranceS = 0.0085

const soundNames = { aac: /^aac$/, opus: /^opus$/, pcm: /^pcm_/ } as const

/**
 * Holds a finished film against its plan: codec, number of frames, even timestamps, length of picture and sound, size, colour tag.
 * @throws FILM_CHECK_FAILED with everything that is wrong
 */
export async function checkFilm(tools: FoundFfmpeg, path: string, expected: ExpectedFilm, signal: AbortSignal): Promise<void> {
  const entries =
    'stream=index,codec_type,codec_name,width,height,time_base,start_time,sample_rate,duration_ts,color_space,pix_fmt:stream_tags=alpha_mode:chapter=start_time:packet=stream_index,pts,duration'
  const facts = JSON.parse(await runFfprobe(tools, ['-show_entries', entries, '-of', 'json', path], signal)) as FilmFacts
  const faults = faultsOf(facts, expected)
  if (faults.length > 0) throw new FramefarmError('FILM_CHECK_FAILED', `the finished film is not as planned: ${faults.join('; ')}`)
}

function faultsOf({ streams, packets, chapters }: FilmFacts, expected: ExpectedFilm): readonly string[] {
  const video = streams.find(({ codec_type }) => codec_type === 'video')
  const sound = streams.find(({ codec_type }) => codec_type === 'audio')
  if (!video) return ['it has no picture']
  const of = (stream: StreamFacts) => packets.filter(({ stream_index }) => stream_index === stream.index)
  const soundTracks = differs('number of sound tracks', sound ? 1 : 0, expected.hasSound ? 1 : 0)
  return [
    ...differs('codec', video.codec_name, expected.codec === 'lossless' ? 'h264' : expected.codec),
    ...differs('width', video.width, expected.width),
    ...differs('height', video.height, expected.height),
    ...differs('colour matrix', video.color_space, 'bt709'),
    ...(expected.alpha && !keepsAlpha(video) ? ['its transparency is lost'] : []),
    ...timeFaults(video, of(video), expected),
    ...differs('number of chapters', chapters.length, expected.chapters),
    ...soundTracks,
    ...(sound && expected.hasSound ? soundFaults(sound, of(sound), expected) : []),
  ]
}

/** In the pixels, or, as Matroska has it, beside them. */
function keepsAlpha({ pix_fmt, tags = {} }: StreamFacts): boolean {
  return pix_fmt?.startsWith('yuva') === true || (tags['alpha_mode'] ?? tags['ALPHA_MODE']) === '1'
}

function timeFaults(video: StreamFacts, packets: readonly PacketFacts[], { container, frames, fps }: ExpectedFilm): readonly string[] {
  const clock = trackClock(container, fps)
  const uneven = packets.findIndex(({ pts }, index) => pts !== clock.ticksOf(index))
  return [
    ...differs('time base', video.time_base, clock.timeBase),
    ...differs('number of frames', packets.length, frames),
    ...(uneven < 0 ? [] : [`frame ${uneven} is at tick ${packets[uneven]?.pts}, not ${clock.ticksOf(uneven)}`]),
    // WebM keeps no length of a track; there it is the frames' timestamps that say it.
    ...(container === 'webm' ? [] : differs('length in ticks', video.duration_ts, clock.ticksOf(frames))),
  ]
}

function soundFaults(sound: StreamFacts, packets: readonly PacketFacts[], { container, codec, frames, fps }: ExpectedFilm): readonly string[] {
  const [num = 0, den = 1] = sound.time_base.split('/').map(Number)
  const last = packets.at(-1)
  const ticks = sound.duration_ts ?? (last ? last.pts + (last.duration ?? 0) : 0)
  const lengthS = (ticks * num) / den
  const durationS = (frames * fps.den) / fps.num
  const startS = Number(sound.start_time)
  const wanted = soundCodecOf(container, codec)
  const toleranceS = soundToleranceSamples / Number(sound.sample_rate)
  return [
    ...(soundNames[wanted].test(sound.codec_name ?? '') ? [] : [`sound codec is ${sound.codec_name}, not ${wanted}`]),
    ...(Math.abs(startS) <= (container === 'webm' ? startToleranceS : 0) ? [] : [`the sound starts at ${startS} s, not 0 s`]),
    ...(Math.abs(lengthS - durationS) <= toleranceS ? [] : [`length of the sound is ${lengthS} s, not ${durationS} s`]),
  ]
}

function differs(what: string, is: unknown, shouldBe: unknown): readonly string[] {
  return is === shouldBe ? [] : [`${what} is ${String(is)}, not ${String(shouldBe)}`]
}
