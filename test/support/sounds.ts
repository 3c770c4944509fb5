import { execFile } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { onTestFinished } from 'vitest'
import { findFfmpeg } from '../../src/encoder/find-ffmpeg.ts'
import { mixSound, type MixOrder } from '../../src/encoder/mix-sound.ts'
import { probeSound } from '../../src/encoder/probe-sound.ts'
import type { MixMusic, SoundClip, SoundFile, SoundMix, SoundReport } from '../../src/film/sound-mix.ts'

/** A wave as a function of time, from -1 to 1. */
export type Wave = (timeS: number) => number
type WaveFile = { readonly sampleRate?: number; readonly seconds: number; /** One wave for each channel. */ readonly waves: readonly Wave[] }

export function sine(hertz: number, amplitude = 0.1): Wave {
  return (timeS) => amplitude * Math.sin(2 * Math.PI * hertz * timeS)
}

/** 1 for a few samples at a time, else 0. */
export function clickAt(atS: number, samples = 8, sampleRate = 48_000): Wave {
  return (timeS) => (timeS >= atS - 1e-9 && timeS < atS + samples / sampleRate - 1e-9 ? 0.8 : 0)
}

/** Writes a WAV of 32-bit floats, to the sample what the waves are. */
export async function writeWave(path: string, { sampleRate = 48_000, seconds, waves }: WaveFile): Promise<string> {
  const channels = waves.length
  const length = Math.round(seconds * sampleRate)
  const header = Buffer.alloc(44)
  const bytes = length * channels * 4
  header.write('RIFF', 0)
  header.writeUInt32LE(36 + bytes, 4)
  header.write('WAVEfmt ', 8)
  header.writeUInt32LE(16, 16)
  header.writeUInt16LE(3, 20)
  header.writeUInt16LE(channels, 22)
  header.writeUInt32LE(sampleRate, 24)
  header.writeUInt32LE(sampleRate * channels * 4, 28)
  header.writeUInt16LE(channels * 4, 32)
  header.writeUInt16LE(32, 34)
  header.write('data', 36)
  header.writeUInt32LE(bytes, 40)
  const samples = new Float32Array(length * channels)
  for (let index = 0; index < length; index++) waves.forEach((wave, channel) => (samples[index * channels + channel] = wave(index / sampleRate)))
  await writeFile(path, Buffer.concat([header, Buffer.from(samples.buffer)]))
  return path
}

/** Mixes are as they come unless a test asks for a loudness, so that levels can be compared. */
export function mixOf(wish: Partial<SoundMix> & { readonly durationS: number }): SoundMix {
  return { voices: [], effects: [], music: null, channels: 2, sampleRate: 48_000, loudness: { targetLufs: null, truePeakDb: 0 }, ...wish }
}

/** Of a file that `writeWave` has written. */
async function fileOf(path: string): Promise<SoundFile> {
  return { path, name: path, ...(await probeSound(findFfmpeg(), path, path, new AbortController().signal)) }
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
  const { ffmpeg, ffprobe } = findFfmpeg()
  const run = promisify(execFile)
  const facts = await run(ffprobe, ['-v', 'error', '-select_streams', 'a:0', '-show_entries', 'stream=sample_rate,channels', '-of', 'csv=p=0', path])
  const [sampleRate = 0, count = 0] = facts.stdout.trim().split(',').map(Number)
  const { stdout } = await run(ffmpeg, ['-v', 'error', '-i', path, '-map', '0:a', '-f', 'f32le', '-'], { encoding: 'buffer', maxBuffer: 1e9 })
  const samples = new Float32Array(stdout.buffer.slice(stdout.byteOffset, stdout.byteOffset + stdout.length))
  const channels = Array.from({ length: count }, (_, channel) => samples.filter((_sample, index) => index % count === channel))
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
