import { open, type FileHandle } from 'node:fs/promises'
import { readSamples } from '../../../encoder/sound/sound-files.ts'

/** A decoded sound in a file of raw samples, read a piece at a time: an hour of it would not fit into memory. */
export type RawSamples = {
  readonly path: string
  readonly sampleRate: number
  readonly channels: number
  /** Of one channel. */
  readonly length: number
  /** Interleaved samples from `from` on; zeros where there is no sound. */
  readonly read: (from: number, length: number) => Promise<Float32Array>
} & AsyncDisposable

type RawFormat = { readonly sampleRate: number; readonly channels: number }

export async function openRawSamples(path: string, { sampleRate, channels }: RawFormat): Promise<RawSamples> {
  const file = await open(path)
  const { size } = await file.stat()
  const length = Math.floor(size / Float32Array.BYTES_PER_ELEMENT / channels)
  return {
    path,
    sampleRate,
    channels,
    length,
    read: (from, count) => readPart(file, { from, count, channels, length }),
    [Symbol.asyncDispose]: () => file.close(),
  }
}

type Part = { readonly from: number; readonly count: number; readonly channels: number; readonly length: number }

async function readPart(file: FileHandle, { from, count, channels, length }: Part): Promise<Float32Array> {
  const samples = new Float32Array(count * channels)
  const [first, end] = [Math.max(0, from), Math.min(length, from + count)]
  if (first < end) await readSamples(file, samples.subarray((first - from) * channels, (end - from) * channels), first * channels)
  return samples
}
