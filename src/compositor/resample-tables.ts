/** One direction of a resample: output i lies at `offset + i * step` in samples of the source, whose samples lie at 0, 1, 2... */
export type Axis = {
  readonly offset: number
  readonly step: number
  readonly outputs: number
  readonly samples: number
  readonly kernel: ResampleKernel
}

/**
 * `cubic` (Catmull-Rom) keeps detail; at an edge it overshoots, which at the edge of something transparent would be a bright or dark fringe.
 * `tent` never does: it is what a browser moves its layers by, and widens where a layer is shown smaller than it is.
 */
export type ResampleKernel = 'cubic' | 'tent'

/** Layout of the tables in the kernel's memory; assembly/kernel.ts has the same numbers. */
export const rowBytes = 16
export const groupBytes = 144
export const groupColumns = 8
/** Samples that one shuffle reaches. */
const reach = 16
const taps = 4
/** 1 as a weight. */
const one = 1 << 14
/** A shuffle index with its highest bit set gives 0. */
const zeroByte = 0x80

/** Samples per output up to which eight outputs with four taps each lie within the reach of one shuffle. */
export const largestStep = 1.7

/** The table of a vertical pass: for each output row its first source row and four weights. */
export function writeRowTable(memory: DataView, at: number, { offset, step, outputs, samples, kernel }: Axis): void {
  const weigh = weighers[kernel]
  for (let row = 0; row < outputs; row++) {
    const position = offset + row * step
    const first = firstSample(position, taps, samples)
    const entry = at + row * rowBytes
    weigh(position, step, first, samples)
    memory.setInt32(entry, first, true)
    for (let tap = 0; tap < taps; tap++) memory.setInt16(entry + 4 + 2 * tap, weights[tap] ?? 0, true)
  }
}

/**
 * The table of a horizontal pass: for each group of eight output columns its first source column, and for each of four taps
 * which of the 16 columns from there each output takes, and with what weight.
 */
export function writeColumnTable(memory: DataView, at: number, { offset, step, outputs, samples, kernel }: Axis): void {
  const weigh = weighers[kernel]
  const groups = Math.ceil(outputs / groupColumns)
  for (let group = 0; group < groups; group++) {
    const entry = at + group * groupBytes
    const first = firstSample(offset + group * groupColumns * step, reach, samples)
    memory.setInt32(entry, first, true)
    for (let column = 0; column < groupColumns; column++) {
      // Beyond the last column of the frame the last one is repeated; what is written there is overwritten.
      const position = offset + Math.min(group * groupColumns + column, outputs - 1) * step
      const start = Math.min(Math.max(Math.floor(position) - 1, first), first + reach - taps)
      weigh(position, step, start, samples)
      for (let tap = 0; tap < taps; tap++) {
        // Into the lower half of a 16-bit lane; a shuffle index with the highest bit set makes the upper half 0.
        memory.setUint16(entry + 16 + 16 * tap + 2 * column, (zeroByte << 8) | (start - first + tap), true)
        memory.setInt16(entry + 80 + 16 * tap + 2 * column, weights[tap] ?? 0, true)
      }
    }
  }
}

/** The first of `count` samples that a position may need, such that all of them exist. */
function firstSample(position: number, count: number, samples: number): number {
  return Math.max(0, Math.min(samples - count, Math.floor(position) - 1))
}

/** Where `weigh` leaves its result: thousands of positions a frame are weighed, and none of them is to make garbage. */
const weights = new Int32Array(taps)

type Weigher = (position: number, step: number, start: number, samples: number) => void

/** Fill `weights` for the four samples from `start` on. */
const weighers: Readonly<Record<ResampleKernel, Weigher>> = { cubic: weighCubic, tent: weighTent }

/** Passes through the samples, so a layer at rest is not blurred. */
function weighCubic(position: number, _step: number, start: number, samples: number): void {
  const whole = Math.floor(position)
  const t = position - whole
  const before = ((-0.5 * t + 1) * t - 0.5) * t
  const here = (1.5 * t - 2.5) * t * t + 1
  const next = ((-1.5 * t + 2) * t + 0.5) * t
  const after = (0.5 * t - 0.5) * t * t
  weights.fill(0)
  add(whole - 1 - start, before, start, samples)
  add(whole - start, here, start, samples)
  add(whole + 1 - start, next, start, samples)
  add(whole + 2 - start, after, start, samples)
  makeWhole(t < 0.5 ? whole - start : whole + 1 - start)
}

/** A triangle as wide as an output is in samples, and two samples at least. */
function weighTent(position: number, step: number, start: number, samples: number): void {
  const reachOf = Math.max(1, step)
  const whole = Math.floor(position)
  let sum = 0
  for (let sample = whole - 1; sample <= whole + 2; sample++) sum += Math.max(0, reachOf - Math.abs(sample - position))
  weights.fill(0)
  for (let sample = whole - 1; sample <= whole + 2; sample++) {
    add(sample - start, Math.max(0, reachOf - Math.abs(sample - position)) / sum, start, samples)
  }
  makeWhole(position - whole < 0.5 ? whole - start : whole + 1 - start)
}

/** Makes the sum exactly 1, or a flat area would change with the position. */
function makeWhole(largest: number): void {
  const [w0 = 0, w1 = 0, w2 = 0, w3 = 0] = weights
  const tap = nearestTap(largest)
  weights[tap] = (weights[tap] ?? 0) + one - w0 - w1 - w2 - w3
}

/** A tap outside the source falls to the sample at its edge. */
function add(tap: number, weight: number, start: number, samples: number): void {
  const inside = Math.min(Math.max(tap, -start), samples - 1 - start)
  const held = nearestTap(inside)
  weights[held] = (weights[held] ?? 0) + Math.round(weight * one)
}

function nearestTap(tap: number): number {
  return tap < 0 ? 0 : tap >= taps ? taps - 1 : tap
}
