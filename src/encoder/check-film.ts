import type { FrameRate } from '../film/film.ts'
import { FramefarmError } from '../shared/errors.ts'
import type { FoundFfmpeg } from './find-ffmpeg.ts'
import { runFfprobe } from './run-ffprobe.ts'
import { frameTicks, trackTimescale } from './time-scale.ts'

type Expected = { readonly frames: number; readonly width: number; readonly height: number; readonly fps: FrameRate; readonly hasSound: boolean }

type StreamFacts = {
  readonly codec_type: string
  readonly width?: number
  readonly height?: number
  readonly time_base: string
  readonly start_pts: number
  readonly duration_ts: number
  readonly color_space?: string
}

/** One AAC frame at 48 kHz, 21 ms: the sound's last frame may be cut there by a container without finer ends. */
const soundToleranceS = 1024 / 48_000

/**
 * Holds a finished film against its plan: number of frames, even timestamps, length of picture and sound, size, colour tag.
 * @throws FILM_CHECK_FAILED with everything that is wrong
 */
export async function checkFilm(tools: FoundFfmpeg, path: string, expected: Expected, signal: AbortSignal): Promise<void> {
  const faults = (await Promise.all([streamFaults(tools, path, expected, signal), timestampFaults(tools, path, expected, signal)])).flat()
  if (faults.length > 0) throw new FramefarmError('FILM_CHECK_FAILED', `the finished film is not as planned: ${faults.join('; ')}`)
}

async function streamFaults(tools: FoundFfmpeg, path: string, expected: Expected, signal: AbortSignal): Promise<readonly string[]> {
  const args = ['-show_entries', 'stream=codec_type,width,height,time_base,start_pts,duration_ts,color_space', '-of', 'json', path]
  const { streams } = JSON.parse(await runFfprobe(tools, args, signal)) as { streams: readonly StreamFacts[] }
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
  ]
}

function soundFaults(sound: StreamFacts | undefined, durationS: number): readonly string[] {
  if (!sound) return ['it has no sound']
  const [num = 0, den = 1] = sound.time_base.split('/').map(Number)
  const lengthS = (sound.duration_ts * num) / den
  const starts = differs('start of the sound', sound.start_pts, 0)
  return Math.abs(lengthS - durationS) <= soundToleranceS ? starts : [...starts, `length of the sound is ${lengthS} s, not ${durationS} s`]
}

async function timestampFaults(tools: FoundFfmpeg, path: string, { frames, fps }: Expected, signal: AbortSignal): Promise<readonly string[]> {
  const args = ['-select_streams', 'v:0', '-show_entries', 'packet=pts', '-of', 'csv=p=0', path]
  const stamps = (await runFfprobe(tools, args, signal))
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => Number.parseInt(line, 10))
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
