import { stat } from 'node:fs/promises'
import { resolve } from 'node:path'
import type { FrameRate } from '../../film/film.ts'
import { FramefarmError, isMissingFile, messageOf } from '../../shared/errors.ts'
import { throwIfCancelled } from '../../shared/within.ts'
import type { FoundFfmpeg } from '../find-ffmpeg.ts'
import { runFfprobe } from '../run-ffprobe.ts'
import { videoFile } from './video-file.ts'

/** What a film's file says of its picture; null where it says nothing. */
export type PictureFacts = {
  /** Index of its stream in the file. */
  readonly stream: number
  readonly codec: string
  readonly width: number
  readonly height: number
  readonly pixelFormat: string
  readonly fps: FrameRate
  readonly range: 'tv' | 'pc' | null
  readonly matrix: string | null
  readonly primaries: string | null
  readonly transfer: string | null
  /** Degrees by which a player turns it. */
  readonly rotation: number
  /** Width of a pixel to its height, such as 1:1. */
  readonly pixelShape: string
  /** As the header counts them; how many can be decoded is another question. */
  readonly frames: number | null
}

type SoundFacts = { readonly stream: number; readonly codec: string; readonly sampleRate: number; readonly channels: number }

export type FilmFileFacts = {
  /** Absolute. */
  readonly path: string
  readonly bytes: number
  readonly durationS: number | null
  readonly picture: PictureFacts
  readonly sound: SoundFacts | null
  /** How many tracks of sound and of subtitles there are. */
  readonly soundTracks: number
  readonly subtitleTracks: number
}

type Stream = Readonly<Record<string, string | number | undefined>> & {
  readonly index: number
  readonly disposition?: { readonly attached_pic?: number }
  readonly side_data_list?: readonly { readonly rotation?: number }[]
}
type Answer = { readonly streams?: readonly Stream[]; readonly format?: { readonly duration?: string } }

const entries = [
  'stream=index,codec_type,codec_name,width,height,pix_fmt,r_frame_rate,avg_frame_rate,color_range,color_space,color_primaries,color_transfer',
  'sample_aspect_ratio,nb_frames,sample_rate,channels:stream_disposition=attached_pic:stream_side_data=rotation:format=duration',
].join(',')

/** A header is read within milliseconds; a file on a slow disk within seconds. */
const probeMs = 60_000

/**
 * What the file of an encoded film says of itself.
 * @param path any name: nothing in it is taken for a protocol, an option or a pattern
 * @throws VIDEO_INVALID where it is missing, empty, no media file, or has no picture; CANCELLED
 */
export async function probeFilm(tools: FoundFfmpeg, path: string, signal: AbortSignal): Promise<FilmFileFacts> {
  const bytes = await sizeOf(path)
  const { streams = [], format } = await ask(tools, path, signal)
  const picture = streams.find(({ codec_type, disposition }) => codec_type === 'video' && disposition?.attached_pic !== 1)
  if (!picture) throw new FramefarmError('VIDEO_INVALID', `${path} has no picture in it`)
  if (!(Number(picture['width']) > 0)) throw new FramefarmError('VIDEO_INVALID', `${path} is damaged: its picture has no size`)
  const tracks = (kind: string) => streams.filter(({ codec_type }) => codec_type === kind)
  const [sound] = tracks('audio')
  return {
    path: resolve(path),
    bytes,
    durationS: numberOf(format?.duration),
    picture: pictureFacts(picture),
    sound: sound ? soundFacts(sound) : null,
    soundTracks: tracks('audio').length,
    subtitleTracks: tracks('subtitle').length,
  }
}

async function sizeOf(path: string): Promise<number> {
  const facts = await stat(path).catch((cause: unknown) => {
    const reason = isMissingFile(cause) ? 'there is no such file' : messageOf(cause)
    throw new FramefarmError('VIDEO_INVALID', `${path} cannot be read: ${reason}`, { cause, hint: 'Check the path and the access rights.' })
  })
  if (!facts.isFile()) throw new FramefarmError('VIDEO_INVALID', `${path} is not a file`)
  if (facts.size === 0) throw new FramefarmError('VIDEO_INVALID', `${path} is empty: the file has no bytes`)
  return facts.size
}

async function ask(tools: FoundFfmpeg, path: string, signal: AbortSignal): Promise<Answer> {
  const { from, options } = videoFile(path)
  try {
    return JSON.parse(await runFfprobe(tools, [...options, '-show_entries', entries, '-of', 'json', from], signal, { limitMs: probeMs })) as Answer
  } catch (cause) {
    throwIfCancelled(signal)
    const words = cause instanceof Error && 'stderr' in cause ? String(cause.stderr) : messageOf(cause)
    throw new FramefarmError('VIDEO_INVALID', `${path} is not a video file that FFmpeg can read${reasonIn(words)}`, { detail: words, cause })
  }
}

/** FFmpeg's words for what users meet; other lines may repeat what is in the file. */
function reasonIn(words: string): string {
  if (words.includes('moov atom not found')) return ': its index is missing (is it truncated?)'
  if (words.includes('Invalid data found')) return ': it is damaged, or of another kind'
  return ''
}

function pictureFacts(stream: Stream): PictureFacts {
  const said = (name: string) => textOf(stream[name])
  const range = said('color_range')
  return {
    stream: stream.index,
    codec: said('codec_name') ?? 'unknown',
    width: Number(stream['width']),
    height: Number(stream['height']),
    pixelFormat: said('pix_fmt') ?? 'unknown',
    fps: frameRateOf(said('r_frame_rate'), said('avg_frame_rate')),
    range: range === 'tv' || range === 'pc' ? range : null,
    matrix: said('color_space'),
    primaries: said('color_primaries'),
    transfer: said('color_transfer'),
    rotation: (Math.round(stream.side_data_list?.find(({ rotation }) => rotation !== undefined)?.rotation ?? 0) + 360) % 360,
    pixelShape: said('sample_aspect_ratio') ?? '1:1',
    frames: numberOf(stream['nb_frames']),
  }
}

function soundFacts(stream: Stream): SoundFacts {
  return {
    stream: stream.index,
    codec: textOf(stream['codec_name']) ?? 'unknown',
    sampleRate: Number(stream['sample_rate']),
    channels: Number(stream['channels']),
  }
}

/** More than this is the clock of a file whose frames are not evenly spaced. */
const highestFps = 300

/** The rate of its shortest frame, which a missing frame does not change; the mean where that is no rate of a film. */
function frameRateOf(shortest: string | null, mean: string | null): FrameRate {
  const rates = [shortest, mean].map((text) => {
    const [num = 0, den = 0] = (text ?? '').split('/').map(Number)
    return { num, den }
  })
  return rates.find(({ num, den }) => num > 0 && den > 0 && num / den <= highestFps) ?? { num: 25, den: 1 }
}

function textOf(value: unknown): string | null {
  return typeof value === 'string' && value !== '' && value !== 'unknown' && value !== 'N/A' ? value : null
}

function numberOf(value: unknown): number | null {
  const number = Number(value)
  return value !== undefined && Number.isFinite(number) && number > 0 ? number : null
}
