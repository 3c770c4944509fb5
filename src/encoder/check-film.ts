import type { FrameRate } from '../film/film.ts'
import { FramefarmError } from '../shared/errors.ts'
import type { FoundFfmpeg } from './find-ffmpeg.ts'
import { runFfprobe } from './run-ffprobe.ts'
import { frameTicks, trackTimescale } from './time-scale.ts'

type Expected = { readonly frames: number; readonly width: number; readonly height: number; readonly fps: FrameRate; readonly hasSound: boolean }

type StreamFacts = {
  readonly index: number
  readonly codec_type: string
  readonly width?: number
  readonly height?: number
  readonly time_base: string
  readonly start_pts: number
  readonly duration_ts: number
  readonly color_space?: string
}

type FilmFacts = { readonly streams: readonly StreamFacts[]; readonly packets: readonly { readonly stream_index: number; readonly pts: number }[] }

/** One AAC frame at 48 kHz, 21 ms: the sound's last frame may be cut there by a container without finer ends. */
const soundToleranceS = 1024 / 48_000

/**
 * Holds a finished film against its plan: number of frames, even timestamps, length of picture and sound, size, colour tag.
 * @throws FILM_CHECK_FAILED with everything that is wrong
 */
export async function checkFilm(tools: FoundFfmpeg, path: string, expected: Expected, signal: AbortSignal): Promise<void> {
  const entries = 'stream=index,codec_type,width,height,time_base,start_pts,duration_ts,color_space:packet=stream_index,pts'
  const facts = JSON.parse(await runFfprobe(tools, ['-show_entries', entries, '-of', 'json', path], signal)) as FilmFacts
  const faults = faultsOf(facts, expected)
  if (faults.length > 0) throw new FramefarmError('FILM_CHECK_FAILED', `the finished film is not as planned: ${faults.join('; ')}`)
}

function faultsOf({ streams, packets }: FilmFacts, expected: Expected): readonly string[] {
  const video = streams.find(({ codec_type }) => codec_type === 'video')
  const sound = streams.find(({ codec_type }) => codec_type === 'audio')
  if (!video) return ['it has no picture']
  const { num, den } = expected.fps
  return [
    ...differs('width', video.width, expected.width),
    ...differs('height', video.height, expected.height),
    ...differs('colour matrix', video.color_space, 'bt709'),
    ...differs('time base', video.time_base, `1/${trackTimescale(expected.fps)}`),
    ...differs('length in ticks', video.duration_ts, expected.frames * frameTicks(expected.fps)),
    ...(expected.hasSound ? soundFaults(sound, (expected.frames * den) / num) : differs('number of sound tracks', sound ? 1 : 0, 0)),
    ...timestampFaults(
      packets.filter(({ stream_index }) => stream_index === video.index).map(({ pts }) => pts),
      expected,
    ),
  ]
}

function soundFaults(sound: StreamFacts | undefined, durationS: number): readonly string[] {
  if (!sound) return ['it has no sound']
  const [num = 0, den = 1] = sound.time_base.split('/').map(Number)
  const lengthS = (sound.duration_ts * num) / den
  const starts = differs('start of the sound', sound.start_pts, 0)
  return Math.abs(lengthS - durationS) <= soundToleranceS ? starts : [...starts, `length of the sound is ${lengthS} s, not ${durationS} s`]
}

function timestampFaults(stamps: readonly number[], { frames, fps }: Expected): readonly string[] {
  const step = frameTicks(fps)
  const uneven = stamps.findIndex((stamp, index) => stamp !== index * step)
  return [
    ...differs('number of frames', stamps.length, frames),
    ...(uneven < 0 ? [] : [`frame ${uneven} is at tick ${stamps[uneven]}, not ${uneven * step}`]),
  ]
}

function differs(what: string, is: unknown, shouldBe: unknown): readonly string[] {
  return is === shouldBe ? [] : [`${what} is ${String(is)}, not ${String(shouldBe)}`]
}
