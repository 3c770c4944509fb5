import type { FrameRate } from '../film/film.ts'
import { FramefarmError } from '../shared/errors.ts'
import type { FoundFfmpeg } from './find-ffmpeg.ts'
import { runFfprobe } from './run-ffprobe.ts'
import { trackClock } from './track-clock.ts'

type Expected = { readonly frames: number; readonly fps: FrameRate; readonly hasSound: boolean }
type Stream = { readonly index: number; readonly codec_type: string; readonly time_base: string }
type Facts = { readonly streams: readonly Stream[]; readonly packets: readonly { readonly stream_index: number; readonly pts: number }[] }

/** Segments carry the encoder's priming samples as sound, so sound begins so much before the picture, and ends as late. */
const soundToleranceS = (3 * 1024) / 48_000

/**
 * Reads a playlist back as a player does, through its segments, and holds it against the plan.
 * @throws FILM_CHECK_FAILED with everything that is wrong
 */
export async function checkPlaylist(tools: FoundFfmpeg, path: string, { frames, fps, hasSound }: Expected, signal: AbortSignal): Promise<void> {
  const entries = 'stream=index,codec_type,time_base:packet=stream_index,pts'
  const { streams, packets } = JSON.parse(await runFfprobe(tools, ['-show_entries', entries, '-of', 'json', path], signal)) as Facts
  const stampsOf = (type: string) => {
    const stream = streams.find(({ codec_type }) => codec_type === type)
    const [num = 0, den = 1] = stream?.time_base.split('/').map(Number) ?? []
    return packets.filter(({ stream_index }) => stream_index === stream?.index).map(({ pts }) => (pts * num) / den)
  }
  const [picture, sound] = [stampsOf('video'), stampsOf('audio')]
  const clock = trackClock('mp4', fps)
  const frameS = fps.den / fps.num
  const [first = 0] = picture
  const uneven = picture.findIndex((stamp, index) => Math.round((stamp - first) * clock.ticksPerSecond) !== clock.ticksOf(index))
  const [soundStart, soundEnd] = [sound[0] ?? Number.NaN, sound.at(-1) ?? Number.NaN]
  const faults = [
    ...(picture.length === frames ? [] : [`number of frames is ${picture.length}, not ${frames}`]),
    ...(uneven < 0 ? [] : [`frame ${uneven} is at ${picture[uneven]} s, ${(picture[uneven] ?? 0) - first} s after the first`]),
    ...(sound.length > 0 === hasSound ? [] : [hasSound ? 'it has no sound' : 'it has sound']),
    ...(hasSound && !(Math.abs(soundStart - first) <= soundToleranceS) ? [`sound starts at ${soundStart} s, the picture at ${first} s`] : []),
    ...(hasSound && !(Math.abs(soundEnd - first - frames * frameS) <= soundToleranceS) ? [`sound ends at ${soundEnd} s`] : []),
  ]
  if (faults.length > 0) throw new FramefarmError('FILM_CHECK_FAILED', `the finished playlist is not as planned: ${faults.join('; ')}`)
}
