import { stat } from 'node:fs/promises'
import { FramefarmError, messageOf } from '../shared/errors.ts'
import { throwIfCancelled } from '../shared/within.ts'
import type { FoundFfmpeg } from './find-ffmpeg.ts'
import { runFfprobe } from './run-ffprobe.ts'
import { untrustedInput } from './untrusted-input.ts'

export type ProbedSound = { readonly durationS: number; readonly channels: number; readonly sampleRate: number }

/** Of a studio's recordings; more is a header that lies. */
const maxChannels = 64
const maxSampleRate = 768_000
/** A header is read within milliseconds. */
const probeMs = 60_000
/** ffprobe takes 60 MB, and a few frames of a film in 4K are 300; a header of some bytes can ask for tables of gigabytes. Four run at a time. */
const maxMemoryBytes = 512 * 1024 ** 2

type FfprobeAnswer = {
  readonly streams?: readonly { readonly channels?: number; readonly sample_rate?: string; readonly duration?: string }[]
  readonly format?: { readonly duration?: string }
}

/**
 * What a sound file holds.
 * @param path a local file
 * @param name what messages call it
 * @throws ASSET_INVALID when it is empty or no media file, or has no sound in it
 */
export async function probeSound(tools: FoundFfmpeg, path: string, name: string, signal: AbortSignal): Promise<ProbedSound> {
  const isEmpty = (await stat(path).catch(() => null))?.size === 0
  if (isEmpty) throw new FramefarmError('ASSET_INVALID', `${name} is empty: the file has no bytes`)
  const [stream, format] = await ask(tools, path, name, signal)
  if (!stream) throw new FramefarmError('ASSET_INVALID', `${name} has no sound in it`)
  const durationS = Number(stream.duration ?? format?.duration)
  if (!(durationS > 0)) throw new FramefarmError('ASSET_INVALID', `${name} has no length (is it truncated?)`)
  const { channels = 0 } = stream
  const sampleRate = Number(stream.sample_rate)
  if (channels > maxChannels) throw new FramefarmError('ASSET_INVALID', `${name} has ${channels} channels; a sound may have up to ${maxChannels}`)
  if (sampleRate > maxSampleRate)
    throw new FramefarmError('ASSET_INVALID', `${name} has ${sampleRate} samples a second; a sound may have up to ${maxSampleRate}`)
  return { durationS, channels, sampleRate }
}

async function ask(tools: FoundFfmpeg, path: string, name: string, signal: AbortSignal) {
  const args = [
    ...untrustedInput,
    '-select_streams',
    'a:0',
    '-show_entries',
    'stream=channels,sample_rate,duration:format=duration',
    '-of',
    'json',
    `file:${path}`,
  ]
  try {
    const { streams, format } = JSON.parse(await runFfprobe(tools, args, signal, { limitMs: probeMs, maxMemoryBytes })) as FfprobeAnswer
    return [streams?.[0], format] as const
  } catch (cause) {
    throwIfCancelled(signal)
    const words = cause instanceof Error && 'stderr' in cause ? String(cause.stderr) : messageOf(cause)
    throw new FramefarmError('ASSET_INVALID', `${name} is not a sound file that FFmpeg can read: ${reasonIn(words, path)}`, { detail: words, cause })
  }
}

/** Only what FFmpeg says of the file as a whole: other lines may repeat what is in it. */
function reasonIn(words: string, path: string): string {
  const start = `file:${path}: `
  const line = words.trim().split('\n').at(-1) ?? ''
  return line.startsWith(start) ? line.slice(start.length) : 'it is damaged, or not of a kind that is allowed'
}
