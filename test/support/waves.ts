import { writeFile } from 'node:fs/promises'

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
