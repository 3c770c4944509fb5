import type { SoundPiece } from '../film-check.ts'
import type { RawSamples } from './raw-samples.ts'

/** Seconds. */
const pieceS = 0.25
/** Quieter than this is silence, in dB of full scale. */
const silenceDb = -55
/** And so much louder than silence is a sound that the other film should have. */
const soundDb = -45
/** A shorter rest at the end says nothing. */
const shortestS = 0.1

type Measured = {
  readonly pieces: readonly SoundPiece[]
  /** Of the whole sound. */
  readonly correlation: number | null
  /** Whether every sample is the same. */
  readonly isEqual: boolean
}

/** Each piece of the baseline's sound against the same piece of the other, which is `offset` samples later. */
export async function measurePieces(baseline: RawSamples, actual: RawSamples, offset: number): Promise<Measured> {
  const { sampleRate } = baseline
  const [start, end] = [Math.max(0, -offset), Math.min(baseline.length, actual.length - offset)]
  const pieces: SoundPiece[] = []
  const step = Math.round(pieceS * sampleRate)
  const all = new Sums()
  for (let from = start; end - from > shortestS * sampleRate; from += step) {
    const length = Math.min(step, end - from)
    const sums = new Sums()
    sums.add(await baseline.read(from, length), await actual.read(from + offset, length))
    all.join(sums)
    pieces.push({ from: from / sampleRate, to: (from + length) / sampleRate, ...sums.measures() })
  }
  const { correlation } = all.measures()
  return { pieces, correlation, isEqual: offset === 0 && baseline.length === actual.length && all.isEqual }
}

/** Sums over the samples of two sounds. */
class Sums {
  isEqual = true
  #count = 0
  #product = 0
  #ofBaseline = 0
  #ofActual = 0

  add(baseline: Float32Array, actual: Float32Array): void {
    for (let at = 0; at < baseline.length; at++) {
      const [left, right] = [baseline[at] ?? 0, actual[at] ?? 0]
      if (left !== right) this.isEqual = false
      this.#product += left * right
      this.#ofBaseline += left * left
      this.#ofActual += right * right
    }
    this.#count += baseline.length
  }

  join(other: Sums): void {
    this.isEqual &&= other.isEqual
    this.#count += other.#count
    this.#product += other.#product
    this.#ofBaseline += other.#ofBaseline
    this.#ofActual += other.#ofActual
  }

  measures(): Pick<SoundPiece, 'correlation' | 'levelDb' | 'silent'> {
    const [baselineDb, actualDb] = [this.#db(this.#ofBaseline), this.#db(this.#ofActual)]
    const [baselineIsSilent, actualIsSilent] = [baselineDb < silenceDb, actualDb < silenceDb]
    if (baselineIsSilent && actualDb > soundDb) return { correlation: 0, levelDb: null, silent: 'baseline' }
    if (actualIsSilent && baselineDb > soundDb) return { correlation: 0, levelDb: null, silent: 'actual' }
    if (baselineIsSilent || actualIsSilent) return { correlation: null, levelDb: null, silent: 'both' }
    return { correlation: this.#product / Math.sqrt(this.#ofBaseline * this.#ofActual), levelDb: actualDb - baselineDb, silent: null }
  }

  #db(energy: number): number {
    return this.#count === 0 ? Number.NEGATIVE_INFINITY : 10 * Math.log10(energy / this.#count)
  }
}
