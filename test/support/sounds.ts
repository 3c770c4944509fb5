import { execFile } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { onTestFinished } from 'vitest'
import { findFfmpeg } from '../../src/encoder/find-ffmpeg.ts'
import { mixSound, type MixOrder } from '../../src/encoder/mix-sound.ts'
import { probeSound, type ProbedSound } from '../../src/encoder/probe-sound.ts'
import type { MixMusic, SoundClip, SoundFile, SoundMix, SoundReport } from '../../src/film/sound-mix.ts'

/** Mixes are as they come unless a test asks for a loudness, so that levels can be compared. */
export function mixOf(wish: Partial<SoundMix> & { readonly durationS: number }): SoundMix {
  return { voices: [], effects: [], music: null, channels: 2, sampleRate: 48_000, loudness: { targetLufs: null, truePeakDb: 0 }, ...wish }
}

/** Each file is asked once, however many clips of it there are. */
const probed = new Map<string, Promise<ProbedSound>>()

async function fileOf(path: string): Promise<SoundFile> {
  const probe = probed.get(path) ?? probeSound(findFfmpeg(), path, path, new AbortController().signal)
  probed.set(path, probe)
  return { path, name: path, ...(await probe) }
}

export async function clipOf(path: string, wish: Partial<SoundClip> & { readonly lengthS: number }): Promise<SoundClip> {
  return { file: await fileOf(path), startS: 0, trimStartS: 0, volume: 1, fadeInS: 0, fadeOutS: 0, ...wish }
}

export async function musicOf(paths: readonly string[], wish: Partial<MixMusic> = {}): Promise<MixMusic> {
  const tracks = await Promise.all(paths.map(async (path) => ({ file: await fileOf(path), trimStartS: 0, lengthS: null, volume: 1 })))
  return { tracks, volume: 1, loop: true, crossfadeS: 0, fadeInS: 0, fadeOutS: 0, envelope: [], ducking: null, ...wish }
}

export type Heard = {
  readonly path: string
  readonly report: SoundReport
  readonly sampleRate: number
  /** By channel. */ readonly channels: readonly Float32Array[]
}

/** The mix as a player would play it. A WAV unless another codec is asked for. */
export async function hear(mix: SoundMix, order: Partial<MixOrder> = {}): Promise<Heard> {
  const folder = await mkdtemp(join(tmpdir(), 'framefarm-test-'))
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  const { path, report } = await mixSound(findFfmpeg(), mix, { codec: 'pcm', folder, ...order }, new AbortController().signal)
  return { path, report, ...(await decode(path)) }
}

/** Every sample of a sound file, at its own rate. */
export async function decode(path: string): Promise<{ sampleRate: number; channels: readonly Float32Array[] }> {
  const args = ['-v', 'error', '-i', path, '-map', '0:a', '-c:a', 'pcm_f32le', '-f', 'wav', '-']
  const { stdout } = await promisify(execFile)(findFfmpeg().ffmpeg, args, { encoding: 'buffer', maxBuffer: 1e9 })
  const [count, sampleRate] = [stdout.readUInt16LE(22), stdout.readUInt32LE(24)]
  // Eight bytes are the name and length of what follows.
  const data = stdout.subarray(stdout.indexOf('data') + 8)
  const samples = new Float32Array(data.buffer.slice(data.byteOffset, data.byteOffset + data.length))
  const channels = Array.from({ length: count }, () => new Float32Array(samples.length / count))
  for (const [channel, own] of channels.entries()) for (let at = 0; at < own.length; at++) own[at] = samples[at * count + channel] ?? 0
  return { sampleRate, channels }
}

type Place = { readonly fromS: number; readonly toS: number; readonly channel?: number }

/** How loud a sine of that frequency is within a span, as its amplitude in dB of full scale. The span should hold whole periods. */
export function levelOf({ channels, sampleRate }: Pick<Heard, 'channels' | 'sampleRate'>, hertz: number, { fromS, toS, channel = 0 }: Place): number {
  const part = channels[channel]?.subarray(Math.round(fromS * sampleRate), Math.round(toS * sampleRate)) ?? new Float32Array()
  let [real, imaginary] = [0, 0]
  part.forEach((sample, index) => {
    const angle = (2 * Math.PI * hertz * index) / sampleRate
    real += sample * Math.cos(angle)
    imaginary += sample * Math.sin(angle)
  })
  return 20 * Math.log10((2 * Math.hypot(real, imaginary)) / part.length)
}

/** What FFmpeg's own meter says of a file, as a second opinion. */
export async function loudnessOf(path: string): Promise<{ integratedLufs: number; truePeakDb: number }> {
  const args = ['-hide_banner', '-nostats', '-i', path, '-af', 'ebur128=peak=true', '-f', 'null', '-']
  const { stderr } = await promisify(execFile)(findFfmpeg().ffmpeg, args, { maxBuffer: 1e8 })
  const summary = stderr.slice(stderr.lastIndexOf('Summary:'))
  const number = (pattern: RegExp) => Number(pattern.exec(summary)?.[1])
  return { integratedLufs: number(/I:\s+(-?[\d.]+|-?inf) LUFS/), truePeakDb: number(/Peak:\s+(-?[\d.]+) dBFS/) }
}
