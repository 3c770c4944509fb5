// The inner loops of the compositor, in AssemblyScript (TypeScript syntax for WebAssembly), built by `npm run build:kernel`.
// Relaxed SIMD leaves open only what never happens here (the product of two -32768, and shuffle indices from 16 to 127); it halves the time.
// Whether a product of floats is rounded before it is added to is left open too, and is too little to see.
// All planes are 8 bits a sample. Weights are 16-bit with 2^14 as 1. Tables are laid out by src/compositor/resample-tables.ts.

import { KEEP } from './keep'
export { filterColours } from './filter-colours'
export { premultiply } from './premultiply'
export { unfilter } from './unfilter'

/** Bytes of one row in the vertical table: source row (i32), then four weights (i16). */
const ROW_BYTES: usize = 16
/** Bytes of one group of eight columns in the horizontal table: first source column (i32, padded to 16), 4 shuffles, 4 rows of weights. */
const GROUP_BYTES: usize = 144

/** 16-bit lanes of samples times 2^6, times a weight of 2^14 for 1, give samples times 2^5 (q15 halves twice). */
const SAMPLE_SHIFT: i32 = 6
const RESULT_SHIFT: i32 = 5
const ROUNDING: i16 = 16

/**
 * Resamples rows [fromRow, toRow) of one plane: four source rows into one, then four source columns into one.
 * `scratch` holds one row of the source's width, of which columns [fromColumn, toColumn), multiples of 8, are used. Reads up to 16 bytes beyond the last column of the source and of `scratch`.
 */
export function resamplePlane(
  source: usize,
  stride: i32,
  target: usize,
  targetStride: i32,
  fromRow: i32,
  toRow: i32,
  fromColumn: i32,
  toColumn: i32,
  groups: i32,
  rowTable: usize,
  columnTable: usize,
  scratch: usize,
): void {
  const rounding = i16x8.splat(ROUNDING)
  for (let row = fromRow; row < toRow; row++) {
    const entry = rowTable + <usize>row * ROW_BYTES
    blendRows(source + <usize>load<i32>(entry) * stride, stride, entry, scratch, fromColumn, toColumn, rounding)
    let group = columnTable
    let out = target + <usize>row * targetStride
    for (let index = 0; index < groups; index++) {
      const samples = v128.load(scratch + <usize>load<i32>(group))
      let sum = weigh(samples, group, 16, 80)
      sum = i16x8.add(sum, weigh(samples, group, 32, 96))
      sum = i16x8.add(sum, weigh(samples, group, 48, 112))
      sum = i16x8.add(sum, weigh(samples, group, 64, 128))
      sum = i16x8.shr_s(i16x8.add(sum, rounding), RESULT_SHIFT)
      v128.store64_lane(out, i8x16.narrow_i16x8_u(sum, sum), 0)
      out += 8
      group += GROUP_BYTES
    }
  }
}

// @ts-ignore: a decorator of AssemblyScript
@inline
function blendRows(first: usize, stride: i32, entry: usize, scratch: usize, fromColumn: i32, toColumn: i32, rounding: v128): void {
  const weight0 = i16x8.splat(load<i16>(entry, 4))
  const weight1 = i16x8.splat(load<i16>(entry, 6))
  const weight2 = i16x8.splat(load<i16>(entry, 8))
  const weight3 = i16x8.splat(load<i16>(entry, 10))
  for (let column: usize = <usize>fromColumn; column < <usize>toColumn; column += 8) {
    let sum = i16x8.relaxed_q15mulr_s(i16x8.shl(v128.load_ext<u8>(first + column), SAMPLE_SHIFT), weight0)
    sum = i16x8.add(sum, i16x8.relaxed_q15mulr_s(i16x8.shl(v128.load_ext<u8>(first + stride + column), SAMPLE_SHIFT), weight1))
    sum = i16x8.add(sum, i16x8.relaxed_q15mulr_s(i16x8.shl(v128.load_ext<u8>(first + 2 * stride + column), SAMPLE_SHIFT), weight2))
    sum = i16x8.add(sum, i16x8.relaxed_q15mulr_s(i16x8.shl(v128.load_ext<u8>(first + 3 * stride + column), SAMPLE_SHIFT), weight3))
    sum = i16x8.shr_s(i16x8.add(sum, rounding), RESULT_SHIFT)
    v128.store64_lane(scratch + column, i8x16.narrow_i16x8_u(sum, sum), 0)
  }
}

// @ts-ignore: a decorator of AssemblyScript
@inline
function weigh(samples: v128, group: usize, shuffle: usize, weights: usize): v128 {
  const picked = i8x16.relaxed_swizzle(samples, v128.load(group + shuffle))
  return i16x8.relaxed_q15mulr_s(i16x8.shl(picked, SAMPLE_SHIFT), v128.load(group + weights))
}

/** target = target + (other - target) * weight / 256, for `bytes` (a multiple of 16) samples; weight from 0 to 256. */
export function mixPlanes(target: usize, other: usize, bytes: i32, weight: i32): void {
  const towards = i16x8.splat(<i16>weight)
  const rest = i16x8.splat(<i16>(256 - weight))
  const rounding = i16x8.splat(128)
  for (let at: usize = 0; at < <usize>bytes; at += 16) {
    const a = v128.load(target + at)
    const b = v128.load(other + at)
    const low = i16x8.add(i16x8.mul(i16x8.extend_low_i8x16_u(a), rest), i16x8.mul(i16x8.extend_low_i8x16_u(b), towards))
    const high = i16x8.add(i16x8.mul(i16x8.extend_high_i8x16_u(a), rest), i16x8.mul(i16x8.extend_high_i8x16_u(b), towards))
    const mixedLow = i16x8.shr_u(i16x8.add(low, rounding), 8)
    const mixedHigh = i16x8.shr_u(i16x8.add(high, rounding), 8)
    v128.store(target + at, i8x16.narrow_i16x8_u(mixedLow, mixedHigh))
  }
}

/**
 * Lays a premultiplied plane over another: target = target * (1 - alpha * opacity) + source * opacity, over `width` x `height` samples.
 * `opacity` has 32767 as 1. Source and alpha have rows of `sourceStride`, a multiple of 16; reads and writes up to 15 bytes beyond a row of the target, and leaves them as they were.
 */
export function blendPlane(
  target: usize,
  targetStride: i32,
  source: usize,
  alpha: usize,
  sourceStride: i32,
  width: i32,
  height: i32,
  opacity: i32,
): void {
  const opacities = i16x8.splat(<i16>opacity)
  for (let row = 0; row < height; row++) {
    for (let column = 0; column < width; column += 16) {
      const beyond: i32 = max<i32>(16 - (width - column), 0)
      const keep = v128.load(KEEP + <usize>beyond)
      const at = <usize>column
      const covers = v128.and(v128.load(alpha + at), keep)
      if (!v128.any_true(covers)) continue
      const over = v128.and(v128.load(source + at), keep)
      const under = v128.load(target + at)
      const low = blend(i16x8.extend_low_i8x16_u(under), i16x8.extend_low_i8x16_u(over), i16x8.extend_low_i8x16_u(covers), opacities)
      const high = blend(i16x8.extend_high_i8x16_u(under), i16x8.extend_high_i8x16_u(over), i16x8.extend_high_i8x16_u(covers), opacities)
      v128.store(target + at, i8x16.narrow_i16x8_u(low, high))
    }
    target += targetStride
    source += sourceStride
    alpha += sourceStride
  }
}

// @ts-ignore: a decorator of AssemblyScript
@inline
function blend(under: v128, over: v128, alpha: v128, opacity: v128): v128 {
  // 255 becomes 32767, which is 1.
  const cover = i16x8.relaxed_q15mulr_s(i16x8.add(i16x8.shl(alpha, 7), i16x8.shr_u(alpha, 1)), opacity)
  const colour = i16x8.relaxed_q15mulr_s(i16x8.shl(over, 7), opacity)
  const rest = i16x8.relaxed_q15mulr_s(i16x8.shl(under, 7), i16x8.sub(i16x8.splat(32767), cover))
  return i16x8.shr_s(i16x8.add_sat_s(i16x8.add_sat_s(colour, rest), i16x8.splat(64)), 7)
}
