/** A second-order filter, normalised so that a0 is 1. */
type Biquad = { readonly b0: number; readonly b1: number; readonly b2: number; readonly a1: number; readonly a2: number }

/** The two filters of ITU-R BS.1770-4 as analogue prototypes, so that they can be made for any sample rate (its tables are for 48 kHz). */
const shelf = { hertz: 1681.974450955533, gainDb: 3.999843853973347, q: 0.7071752369554196 }
const highPass = { hertz: 38.13547087602444, q: 0.5003270373238773 }

function shelfAt(sampleRate: number): Biquad {
  const k = Math.tan((Math.PI * shelf.hertz) / sampleRate)
  const high = 10 ** (shelf.gainDb / 20)
  const band = high ** 0.4996667741545416
  const a0 = 1 + k / shelf.q + k * k
  return {
    b0: (high + (band * k) / shelf.q + k * k) / a0,
    b1: (2 * (k * k - high)) / a0,
    b2: (high - (band * k) / shelf.q + k * k) / a0,
    a1: (2 * (k * k - 1)) / a0,
    a2: (1 - k / shelf.q + k * k) / a0,
  }
}

function highPassAt(sampleRate: number): Biquad {
  const k = Math.tan((Math.PI * highPass.hertz) / sampleRate)
  const a0 = 1 + k / highPass.q + k * k
  return { b0: 1, b1: -2, b2: 1, a1: (2 * (k * k - 1)) / a0, a2: (1 - k / highPass.q + k * k) / a0 }
}

/** One channel's K-weighting: how loud a head in front of the loudspeaker would find it. Keeps its state from call to call. */
export class KWeighting {
  readonly #shelf: Biquad
  readonly #highPass: Biquad
  readonly #state = new Float64Array(4)

  constructor(sampleRate: number) {
    this.#shelf = shelfAt(sampleRate)
    this.#highPass = highPassAt(sampleRate)
  }

  /** Sum of the squares of the weighted samples from `from` to `to`, `step` apart. */
  energy(samples: Float32Array, from: number, to: number, step: number): number {
    const { b0, b1, b2, a1, a2 } = this.#shelf
    const { a1: c1, a2: c2 } = this.#highPass
    let [s1 = 0, s2 = 0, h1 = 0, h2 = 0] = this.#state
    let sum = 0
    for (let at = from; at < to; at += step) {
      const x = samples[at] ?? 0
      const y = b0 * x + s1
      s1 = b1 * x - a1 * y + s2
      s2 = b2 * x - a2 * y
      const z = y + h1
      h1 = -2 * y - c1 * z + h2
      h2 = y - c2 * z
      sum += z * z
    }
    // Values too small to be heard would slow the processor down in long silences.
    this.#state.set([s1, s2, h1, h2].map((value) => (Math.abs(value) < 1e-20 ? 0 : value)))
    return sum
  }
}
