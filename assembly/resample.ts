// Resamples planes of 8 bits a sample: four source rows into one, then four source columns into one, by weights from tables.
// src/compositor/frame-compositor.ts says where output samples lie, and has room for the tables.

/** 1 as a weight. */
const ONE_SHIFT: i32 = 14
const ONE: i32 = 1 << ONE_SHIFT
const TAPS: i32 = 4

/** Bytes of one row in the vertical table: source row (i32), then four weights (i16). src/compositor/resample-tables.ts has the same numbers. */
const ROW_BYTES: usize = 16
/**
 * Bytes of one group of eight columns in the horizontal table: first source column (i32, padded to 16), four shuffles, four rows of weights.
 * Each shuffle picks two neighbouring taps for four columns: the first two taps of columns 0 to 3, the others of them, then those of columns 4 to 7.
 */
const GROUP_BYTES: usize = 144
const SHUFFLES: usize = 16
const WEIGHTS: usize = 80
const COLUMNS: i32 = 8
/** Samples that one shuffle reaches. */
const REACH: i32 = 16
/** A shuffle index with its highest bit set gives 0. */
const ZERO: u8 = 0x80

/** 16-bit lanes of samples times 2^6, times a weight of 2^14 for 1, give samples times 2^5 (q15 halves twice). */
const SAMPLE_SHIFT: i32 = 6
const RESULT_SHIFT: i32 = 5
const ROUNDING: i16 = 16

/**
 * Resamples one plane into `rows` x `columns` samples.
 * `scratch` holds two rows of `scratchStride` samples, of which columns [fromColumn, toColumn), multiples of 8, are used. Reads up to 16 bytes beyond the last column of the source and of `scratch`.
 */
export function resamplePlane(
  source: usize,
  stride: i32,
  target: usize,
  targetStride: i32,
  rows: i32,
  columns: i32,
  fromColumn: i32,
  toColumn: i32,
  rowTable: usize,
  columnTable: usize,
  scratch: usize,
  scratchStride: i32,
): void {
  const other = scratch + scratchStride
  // Two at a time: most of what they need is the same. An odd last one is made twice.
  for (let row = 0; row < rows; row += 2) {
    const next = min<i32>(row + 1, rows - 1)
    blendTwoRows(source, stride, rowTable + <usize>row * ROW_BYTES, rowTable + <usize>next * ROW_BYTES, scratch, other, fromColumn, toColumn)
    blendColumns(scratch, other, columnTable, target + <usize>row * targetStride, target + <usize>next * targetStride, columns)
  }
}

/** Two output rows, each from four source rows by its entry in the table. */
function blendTwoRows(source: usize, stride: i32, entry: usize, next: usize, scratch: usize, other: usize, fromColumn: i32, toColumn: i32): void {
  const first = source + <usize>load<i32>(entry) * stride
  const second = source + <usize>load<i32>(next) * stride
  if (second === first + stride) blendNeighbours(first, stride, entry, next, scratch, other, fromColumn, toColumn)
  else {
    blendRow(first, stride, entry, scratch, fromColumn, toColumn)
    blendRow(second, stride, next, other, fromColumn, toColumn)
  }
}

/** As most are: the second begins a source row later, and three of the four are the same. */
function blendNeighbours(first: usize, stride: i32, entry: usize, next: usize, scratch: usize, other: usize, fromColumn: i32, toColumn: i32): void {
  const rounding = i16x8.splat(ROUNDING)
  const weight0 = v128.load16_splat(entry, 4)
  const weight1 = v128.load16_splat(entry, 6)
  const weight2 = v128.load16_splat(entry, 8)
  const weight3 = v128.load16_splat(entry, 10)
  const other0 = v128.load16_splat(next, 4)
  const other1 = v128.load16_splat(next, 6)
  const other2 = v128.load16_splat(next, 8)
  const other3 = v128.load16_splat(next, 10)
  for (let column: usize = <usize>fromColumn; column < <usize>toColumn; column += 8) {
    const at = first + column
    const samples1 = samplesAt(at + stride)
    const samples2 = samplesAt(at + 2 * stride)
    const samples3 = samplesAt(at + 3 * stride)
    let sum = i16x8.relaxed_q15mulr_s(samplesAt(at), weight0)
    sum = i16x8.add(sum, i16x8.relaxed_q15mulr_s(samples1, weight1))
    sum = i16x8.add(sum, i16x8.relaxed_q15mulr_s(samples2, weight2))
    sum = i16x8.add(sum, i16x8.relaxed_q15mulr_s(samples3, weight3))
    let otherSum = i16x8.relaxed_q15mulr_s(samples1, other0)
    otherSum = i16x8.add(otherSum, i16x8.relaxed_q15mulr_s(samples2, other1))
    otherSum = i16x8.add(otherSum, i16x8.relaxed_q15mulr_s(samples3, other2))
    otherSum = i16x8.add(otherSum, i16x8.relaxed_q15mulr_s(samplesAt(at + 4 * stride), other3))
    sum = i16x8.shr_s(i16x8.add(sum, rounding), RESULT_SHIFT)
    otherSum = i16x8.shr_s(i16x8.add(otherSum, rounding), RESULT_SHIFT)
    const both = i8x16.narrow_i16x8_u(sum, otherSum)
    v128.store64_lane(scratch + column, both, 0)
    v128.store64_lane(other + column, both, 1)
  }
}

// @ts-ignore: a decorator of AssemblyScript
@inline
function samplesAt(at: usize): v128 {
  return i16x8.shl(v128.load_ext<u8>(at), SAMPLE_SHIFT)
}

function blendRow(first: usize, stride: i32, entry: usize, scratch: usize, fromColumn: i32, toColumn: i32): void {
  const rounding = i16x8.splat(ROUNDING)
  const weight0 = v128.load16_splat(entry, 4)
  const weight1 = v128.load16_splat(entry, 6)
  const weight2 = v128.load16_splat(entry, 8)
  const weight3 = v128.load16_splat(entry, 10)
  for (let column: usize = <usize>fromColumn; column < <usize>toColumn; column += 8) {
    let sum = i16x8.relaxed_q15mulr_s(samplesAt(first + column), weight0)
    sum = i16x8.add(sum, i16x8.relaxed_q15mulr_s(samplesAt(first + stride + column), weight1))
    sum = i16x8.add(sum, i16x8.relaxed_q15mulr_s(samplesAt(first + 2 * stride + column), weight2))
    sum = i16x8.add(sum, i16x8.relaxed_q15mulr_s(samplesAt(first + 3 * stride + column), weight3))
    sum = i16x8.shr_s(i16x8.add(sum, rounding), RESULT_SHIFT)
    v128.store64_lane(scratch + column, i8x16.narrow_i16x8_u(sum, sum), 0)
  }
}

// @ts-ignore: a decorator of AssemblyScript
@inline
function blendColumns(row: usize, other: usize, group: usize, out: usize, otherOut: usize, columns: i32): void {
  for (let left = columns; left > 0; left -= COLUMNS) {
    const first = <usize>load<i32>(group)
    const samples = v128.load(row + first)
    const others = v128.load(other + first)
    const both = i8x16.narrow_i16x8_u(weighEight(samples, group), weighEight(others, group))
    if (left >= COLUMNS) {
      v128.store64_lane(out, both, 0)
      v128.store64_lane(otherOut, both, 1)
    } else storeFew(out, otherOut, both, left)
    out += COLUMNS
    otherOut += COLUMNS
    group += GROUP_BYTES
  }
}

// @ts-ignore: a decorator of AssemblyScript
@inline
function weighEight(samples: v128, group: usize): v128 {
  return i16x8.narrow_i32x4_s(weighFour(samples, group), weighFour(samples, group + 32))
}

// @ts-ignore: a decorator of AssemblyScript
@inline
function weighFour(samples: v128, at: usize): v128 {
  const sum = i32x4.add(weighPairs(samples, at), weighPairs(samples, at + 16))
  return i32x4.shr_s(i32x4.add(sum, i32x4.splat(ONE >> 1)), ONE_SHIFT)
}

// @ts-ignore: a decorator of AssemblyScript
@inline
function weighPairs(samples: v128, at: usize): v128 {
  return i32x4.dot_i16x8_s(i8x16.relaxed_swizzle(samples, v128.load(at, SHUFFLES)), v128.load(at, WEIGHTS))
}

/** At the end of a row, where eight samples would reach into the next one. */
function storeFew(out: usize, otherOut: usize, both: v128, count: i32): void {
  let one = i64x2.extract_lane(both, 0)
  let other = i64x2.extract_lane(both, 1)
  for (let column: usize = 0; column < <usize>count; column++) {
    store<u8>(out + column, <u8>one)
    store<u8>(otherOut + column, <u8>other)
    one >>= 8
    other >>= 8
  }
}

/** The weights of four neighbouring samples, as whole numbers. */
const WEIGHED = memory.data(16)

/**
 * The table of a vertical pass: for each output row its first source row and four weights. Output i lies at `offset + i * step` in samples of the source, which has so many.
 * @param isTent whether the weights are those of a triangle
 */
export function writeRowTable(at: usize, offset: f64, step: f64, outputs: i32, samples: i32, isTent: bool): void {
  for (let row = 0; row < outputs; row++) {
    const position = offset + <f64>row * step
    const first = firstSample(position, TAPS, samples)
    weigh(position, step, first, samples, isTent)
    store<i32>(at, first)
    for (let tap: usize = 0; tap < <usize>TAPS; tap++) store<i16>(at + 2 * tap, <i16>weight(tap), 4)
    at += ROW_BYTES
  }
}

/** The table of a horizontal pass: for each group of eight output columns its first source column, and which of the 16 from there each column takes for its four taps, with what weight. */
export function writeColumnTable(at: usize, offset: f64, step: f64, outputs: i32, samples: i32, isTent: bool): void {
  for (let group = 0; group < outputs; group += COLUMNS) {
    const first = firstSample(offset + <f64>group * step, REACH, samples)
    store<i32>(at, first)
    for (let column = 0; column < COLUMNS; column++) {
      // Beyond the last column the last one is repeated; it is not written.
      const position = offset + <f64>min<i32>(group + column, outputs - 1) * step
      const start = min<i32>(max<i32>(<i32>Math.floor(position) - 1, first), max<i32>(0, min<i32>(first + REACH, samples) - TAPS))
      weigh(position, step, start, samples, isTent)
      const four = at + (column < 4 ? 0 : 32) + 4 * <usize>(column & 3)
      for (let tap: usize = 0; tap < <usize>TAPS; tap++) {
        const pair = four + 16 * (tap >> 1) + 2 * (tap & 1)
        // Into the lower half of a 16-bit lane, whose upper half becomes 0.
        store<u8>(pair, <u8>(start - first + <i32>tap), SHUFFLES)
        store<u8>(pair, ZERO, SHUFFLES + 1)
        store<i16>(pair, <i16>weight(tap), WEIGHTS)
      }
    }
    at += GROUP_BYTES
  }
}

/** The first of `count` samples that a position may need, such that all of them exist. */
function firstSample(position: f64, count: i32, samples: i32): i32 {
  return max<i32>(0, min<i32>(samples - count, <i32>Math.floor(position) - 1))
}

/** Leaves the weights of the four samples from `start` on in WEIGHED. */
function weigh(position: f64, step: f64, start: i32, samples: i32, isTent: bool): void {
  const floor = Math.floor(position)
  const t = position - floor
  const tap = <i32>floor - 1 - start
  v128.store(WEIGHED, i32x4.splat(0))
  if (isTent) weighTent(t, step, tap, start, samples)
  else weighCubic(t, tap, start, samples)
  makeWhole(t < 0.5 ? tap + 1 : tap + 2)
}

/** Catmull-Rom: passes through the samples, so a layer at rest is not blurred. */
function weighCubic(t: f64, tap: i32, start: i32, samples: i32): void {
  add(tap, ((-0.5 * t + 1) * t - 0.5) * t, start, samples)
  add(tap + 1, (1.5 * t - 2.5) * t * t + 1, start, samples)
  add(tap + 2, ((-1.5 * t + 2) * t + 0.5) * t, start, samples)
  add(tap + 3, (0.5 * t - 0.5) * t * t, start, samples)
}

/** A triangle as wide as an output is in samples, and two samples at least. */
function weighTent(t: f64, step: f64, tap: i32, start: i32, samples: i32): void {
  const reach = Math.max(1, step)
  const before = Math.max(0, reach - 1 - t)
  const here = Math.max(0, reach - t)
  const next = Math.max(0, reach - 1 + t)
  const after = Math.max(0, reach - 2 + t)
  const sum = before + here + next + after
  add(tap, before / sum, start, samples)
  add(tap + 1, here / sum, start, samples)
  add(tap + 2, next / sum, start, samples)
  add(tap + 3, after / sum, start, samples)
}

/** A tap outside the source falls to the sample at its edge. */
function add(tap: i32, share: f64, start: i32, samples: i32): void {
  const held = nearestTap(min<i32>(max<i32>(tap, -start), samples - 1 - start))
  store<i32>(held, load<i32>(held) + <i32>Math.floor(share * <f64>ONE + 0.5))
}

/** Makes the sum exactly 1, or a flat area would change with the position. */
function makeWhole(largest: i32): void {
  const held = nearestTap(largest)
  store<i32>(held, load<i32>(held) + ONE - weight(0) - weight(1) - weight(2) - weight(3))
}

function weight(tap: usize): i32 {
  return load<i32>(WEIGHED + 4 * tap)
}

/** Where the weight of the tap is kept, or of the nearest of the four. */
function nearestTap(tap: i32): usize {
  return WEIGHED + 4 * <usize>min<i32>(max<i32>(tap, 0), TAPS - 1)
}
