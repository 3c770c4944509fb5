import { KWeighting } from './k-weighting.ts'
import { findPeaks, peakGroup } from './true-peak.ts'

/** Energies are kept for each hundredth of a second, which every sample rate of the schema can be divided into. */
const unitsPerSecond = 100
/** Peaks are kept for so many samples: 1.3 ms at 48 kHz. */
export const peakSpan = 4 * peakGroup
/** What a sound is like over time, as linear values. */
export type SoundMeasure = {
  /** K-weighted mean square of all channels together, for each hundredth of a second. */
  readonly energies: Float64Array
  /** Highest value of the wave of any channel, for each `peakSpan` samples. */
  readonly peaks: Float32Array
  readonly truePeak: number
}

type MeterFormat = {
  readonly sampleRate: number
  readonly channels: number
  /** No more than these are measured. */
  readonly samples: number
  /** Peaks further below the highest one are told by their samples alone, which is quicker. */
  readonly exactWithinDb: number
}

/** Measures loudness and true peak after ITU-R BS.1770-4, block by block. */
export class SoundMeter {
  readonly #format: MeterFormat
  readonly #filters: readonly KWeighting[]
  readonly #energies: Float64Array
  readonly #peaks: Float32Array
  /** The last two groups of samples of each channel, whose surroundings were not all known. */
  readonly #tails: Float32Array[]
  readonly #exactWithin: number
  #counted = 0
  #truePeak = 0

  constructor(format: MeterFormat) {
    const { sampleRate, channels, samples } = format
    this.#format = format
    this.#exactWithin = 10 ** (-format.exactWithinDb / 20)
    this.#filters = Array.from({ length: channels }, () => new KWeighting(sampleRate))
    this.#energies = new Float64Array(Math.ceil((samples * unitsPerSecond) / sampleRate))
    this.#peaks = new Float32Array(Math.ceil(samples / peakSpan))
    this.#tails = Array.from({ length: channels }, () => new Float32Array(2 * peakGroup))
  }

  /** @param samples interleaved; every block but the last is a whole number of groups long */
  add(samples: Float32Array): void {
    const { channels } = this.#format
    this.#addEnergies(samples)
    this.#addPeaks(samples)
    this.#counted += samples.length / channels
  }

  /** What has been measured. Nothing can be added any more. */
  finish(): SoundMeasure {
    this.#addPeaks(new Float32Array(2 * peakGroup * this.#format.channels))
    return { energies: this.#energies, peaks: this.#peaks, truePeak: this.#truePeak }
  }

  #addEnergies(samples: Float32Array): void {
    const { sampleRate, channels } = this.#format
    const unit = sampleRate / unitsPerSecond
    const length = samples.length / channels
    for (let from = 0; from < length;) {
      const index = Math.floor((this.#counted + from) / unit)
      const to = Math.min(length, (index + 1) * unit - this.#counted)
      const energy = this.#filters.reduce(
        (sum, filter, channel) => sum + filter.energy(samples, from * channels + channel, to * channels, channels),
        0,
      )
      if (index < this.#energies.length) this.#energies[index] = (this.#energies[index] ?? 0) + energy / unit
      from = to
    }
  }

  #addPeaks(samples: Float32Array): void {
    const { channels } = this.#format
    const groups = Math.ceil(samples.length / channels / peakGroup)
    const floor = () => this.#truePeak * this.#exactWithin
    // Two groups before the block, of which the first is only surroundings.
    const firstGroup = this.#counted / peakGroup - 1
    for (let channel = 0; channel < channels; channel++) {
      const known = new Float32Array((2 + groups) * peakGroup)
      known.set(this.#tails[channel] ?? [])
      for (let read = channel, write = 2 * peakGroup; read < samples.length; read += channels, write++) known[write] = samples[read] ?? 0
      findPeaks(known, floor, (index, peak) => this.#keepPeak(firstGroup + index, peak))
      this.#tails[channel] = known.slice(-2 * peakGroup)
    }
  }

  #keepPeak(group: number, peak: number): void {
    const index = Math.floor((Math.max(0, group) * peakGroup) / peakSpan)
    if (index < this.#peaks.length) this.#peaks[index] = Math.max(this.#peaks[index] ?? 0, peak)
    this.#truePeak = Math.max(this.#truePeak, peak)
  }
}
