import { FramefarmError, messageOf } from '../shared/errors.ts'
import { throwIfCancelled } from '../shared/within.ts'
import type { FoundFfmpeg } from './find-ffmpeg.ts'
import { runFfprobe } from './run-ffprobe.ts'

export type ProbedSound = { readonly durationS: number; readonly channels: number; readonly sampleRate: number }

type FfprobeAnswer = {
  readonly streams?: readonly { readonly channels?: number; readonly sample_rate?: string; readonly duration?: string }[]
  readonly format?: { readonly duration?: string }
}

/**
 * What a sound file holds.
 * @param path a local file
 * @param name what messages call it
 * @throws ASSET_INVALID when it is no media file, or has no sound in it
 */
export async function probeSound(tools: FoundFfmpeg, path: string, name: string, signal: AbortSignal): Promise<ProbedSound> {
  const [stream, format] = await ask(tools, path, name, signal)
  if (!stream) throw new FramefarmError('ASSET_INVALID', `${name} has no sound in it`)
  const durationS = Number(stream.duration ?? format?.duration)
  if (!(durationS > 0)) throw new FramefarmError('ASSET_INVALID', `${name} has no length (is it truncated?)`)
  return { durationS, channels: stream.channels ?? 0, sampleRate: Number(stream.sample_rate) }
}

async function ask(tools: FoundFfmpeg, path: string, name: string, signal: AbortSignal) {
  const args = ['-select_streams', 'a:0', '-show_entries', 'stream=channels,sample_rate,duration:format=duration', '-of', 'json', `file:${path}`]
  try {
    const { streams, format } = JSON.parse(await runFfprobe(tools, args, signal)) as FfprobeAnswer
    return [streams?.[0], format] as const
  } catch (cause) {
    throwIfCancelled(signal)
    const reason =
      cause instanceof Error && 'stderr' in cause ? String(cause.stderr).trim().split('\n').at(-1)?.replace(`file:${path}: `, '') : messageOf(cause)
    throw new FramefarmError('ASSET_INVALID', `${name} is not a sound file that FFmpeg can read: ${reason}`, { cause })
  }
}
