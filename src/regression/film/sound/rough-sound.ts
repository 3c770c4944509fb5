import type { RawSamples } from './raw-samples.ts'

/** Values a second. */
export const roughRate = 1000

/** A sound in thousandths of a second, all channels together. */
type RoughSound = {
  /** The mean of its wave. */
  readonly wave: Float32Array
  /** By how much it becomes louder or quieter. */
  readonly onsets: Float32Array
}

export async function roughSounds(sound: RawSamples): Promise<RoughSound> {
  const { sampleRate, channels, length } = sound
  const count = Math.ceil((length * roughRate) / sampleRate)
  const [wave, loudness] = [new Float32Array(count), new Float32Array(count)]
  for (let from = 0; from < length; from += sampleRate) {
    const block = await sound.read(from, Math.min(sampleRate, length - from))
    for (let at = 0; at < block.length; at++) {
      const index = Math.floor(((from + Math.floor(at / channels)) * roughRate) / sampleRate)
      const sample = block[at] ?? 0
      wave[index] = (wave[index] ?? 0) + sample
      loudness[index] = (loudness[index] ?? 0) + Math.abs(sample)
    }
  }
  return { wave, onsets: loudness.map((value, index) => value - (loudness[index - 1] ?? 0)) }
}
