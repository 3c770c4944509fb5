// A colour filter over a whole frame: from YUV to RGB, through its matrices, and back, as floats.

import { KEEP } from './keep'

/** Bytes of one matrix, laid out by src/compositor/colour-passes.ts: three rows, each of three weights and a constant (f32). */
const MATRIX_BYTES: usize = 48
const ROW_BYTES: usize = 16

/** In memory, because as a constant in the code it is made anew at each use, which costs a tenth of all. */
const ONE = memory.data<f32>([1])

/**
 * Filters a yuv420p frame without gaps, in place, by two or more matrices. The first takes code values, the last gives them, and a half for rounding;
 * what comes out of all but the last is cut to 0..1. Reads up to 15 bytes and writes up to 7 beyond a row, and leaves them as they were.
 */
export function filterColours(frame: usize, width: i32, height: i32, matrices: usize, count: i32): void {
  const chromaWidth = width >> 1
  const chromaBytes = <usize>((width * height) >> 2)
  let luma = frame
  let u = frame + <usize>(width * height)
  for (let row = 0; row < height; row += 2) {
    filterRows(luma, u, u + chromaBytes, width, matrices, matrices + <usize>(count - 1) * MATRIX_BYTES)
    luma += 2 * width
    u += chromaWidth
  }
}

/**
 * Two rows of luma and the row of chroma that lies between them, eight columns at a time: the even ones, on which chroma samples lie, in the lanes
 * of one vector, the odd ones in another. An odd column has the mean of the chroma beside it, which is closer to the picture than that of its left.
 * A new chroma sample is that of the two even pixels' mean: blended with more of them it would become softer.
 */
function filterRows(luma: usize, uRow: usize, vRow: usize, width: i32, first: usize, last: usize): void {
  const one = v128.load32_splat(ONE)
  const half = f32x4.splat(0.5)
  for (let column = 0; column < width; column += 8) {
    const rest = width - column
    const u = uRow + <usize>(column >> 1)
    const v = vRow + <usize>(column >> 1)
    const us = v128.load(u)
    const vs = v128.load(v)
    const evenU = floats(i16x8.extend_low_i8x16_u(us))
    const evenV = floats(i16x8.extend_low_i8x16_u(vs))
    const oddU = f32x4.mul(half, floats(withNext(us, rest >> 1)))
    const oddV = f32x4.mul(half, floats(withNext(vs, rest >> 1)))
    // What chroma adds to red, green and blue is the same in both rows.
    const evenRedChroma = ofChroma(first, evenU, evenV)
    const evenGreenChroma = ofChroma(first + ROW_BYTES, evenU, evenV)
    const evenBlueChroma = ofChroma(first + 2 * ROW_BYTES, evenU, evenV)
    const oddRedChroma = ofChroma(first, oddU, oddV)
    const oddGreenChroma = ofChroma(first + ROW_BYTES, oddU, oddV)
    const oddBlueChroma = ofChroma(first + 2 * ROW_BYTES, oddU, oddV)
    let meanRed = f32x4.splat(0)
    let meanGreen = f32x4.splat(0)
    let meanBlue = f32x4.splat(0)
    let y = luma + <usize>column
    for (let row = 0; row < 2; row++) {
      const before = v128.load(y)
      const ys = i16x8.extend_low_i8x16_u(before)
      const evenY = f32x4.convert_i32x4_s(v128.and(ys, i32x4.splat(0xffff)))
      const oddY = f32x4.convert_i32x4_s(i32x4.shr_u(ys, 16))
      let evenRed = cut(f32x4.relaxed_madd(evenY, v128.load32_splat(first), evenRedChroma), one)
      let evenGreen = cut(f32x4.relaxed_madd(evenY, v128.load32_splat(first + ROW_BYTES), evenGreenChroma), one)
      let evenBlue = cut(f32x4.relaxed_madd(evenY, v128.load32_splat(first + 2 * ROW_BYTES), evenBlueChroma), one)
      let oddRed = cut(f32x4.relaxed_madd(oddY, v128.load32_splat(first), oddRedChroma), one)
      let oddGreen = cut(f32x4.relaxed_madd(oddY, v128.load32_splat(first + ROW_BYTES), oddGreenChroma), one)
      let oddBlue = cut(f32x4.relaxed_madd(oddY, v128.load32_splat(first + 2 * ROW_BYTES), oddBlueChroma), one)
      for (let matrix = first + MATRIX_BYTES; matrix < last; matrix += MATRIX_BYTES) {
        const nextEvenRed = cut(weigh(matrix, evenRed, evenGreen, evenBlue), one)
        const nextEvenGreen = cut(weigh(matrix + ROW_BYTES, evenRed, evenGreen, evenBlue), one)
        evenBlue = cut(weigh(matrix + 2 * ROW_BYTES, evenRed, evenGreen, evenBlue), one)
        evenRed = nextEvenRed
        evenGreen = nextEvenGreen
        const nextOddRed = cut(weigh(matrix, oddRed, oddGreen, oddBlue), one)
        const nextOddGreen = cut(weigh(matrix + ROW_BYTES, oddRed, oddGreen, oddBlue), one)
        oddBlue = cut(weigh(matrix + 2 * ROW_BYTES, oddRed, oddGreen, oddBlue), one)
        oddRed = nextOddRed
        oddGreen = nextOddGreen
      }
      const even = i32x4.relaxed_trunc_f32x4_s(weigh(last, evenRed, evenGreen, evenBlue))
      const odd = i32x4.relaxed_trunc_f32x4_s(weigh(last, oddRed, oddGreen, oddBlue))
      const filtered = v128.or(even, i32x4.shl(odd, 16))
      storeUpTo8(y, i8x16.narrow_i16x8_u(filtered, filtered), before, rest)
      meanRed = f32x4.relaxed_madd(evenRed, half, meanRed)
      meanGreen = f32x4.relaxed_madd(evenGreen, half, meanGreen)
      meanBlue = f32x4.relaxed_madd(evenBlue, half, meanBlue)
      y += width
    }
    const filteredU = i32x4.relaxed_trunc_f32x4_s(weigh(last + ROW_BYTES, meanRed, meanGreen, meanBlue))
    const filteredV = i32x4.relaxed_trunc_f32x4_s(weigh(last + 2 * ROW_BYTES, meanRed, meanGreen, meanBlue))
    storeUpTo4(u, filteredU, us, rest >> 1)
    storeUpTo4(v, filteredV, vs, rest >> 1)
  }
}

// @ts-ignore: a decorator of AssemblyScript
@inline
function floats(lanes: v128): v128 {
  return f32x4.convert_i32x4_s(i32x4.extend_low_i16x8_u(lanes))
}

/** The sum of each sample and the next one; of the last of a row, of which `rest` are left, twice that. */
// @ts-ignore: a decorator of AssemblyScript
@inline
function withNext(samples: v128, rest: i32): v128 {
  const last = i8x16.splat(<i8>(min<i32>(rest, 16) - 1))
  const next = i8x16.relaxed_swizzle(samples, i8x16.min_u(i8x16(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 15), last))
  return i16x8.add(i16x8.extend_low_i8x16_u(samples), i16x8.extend_low_i8x16_u(next))
}

// @ts-ignore: a decorator of AssemblyScript
@inline
function ofChroma(row: usize, u: v128, v: v128): v128 {
  return f32x4.relaxed_madd(u, v128.load32_splat(row, 4), f32x4.relaxed_madd(v, v128.load32_splat(row, 8), v128.load32_splat(row, 12)))
}

// @ts-ignore: a decorator of AssemblyScript
@inline
function weigh(row: usize, red: v128, green: v128, blue: v128): v128 {
  return f32x4.relaxed_madd(red, v128.load32_splat(row), ofChroma(row, green, blue))
}

// @ts-ignore: a decorator of AssemblyScript
@inline
function cut(values: v128, one: v128): v128 {
  return f32x4.relaxed_max(f32x4.relaxed_min(values, one), f32x4.splat(0))
}

/** Eight samples, or as many as are left of a row, and behind them what was `before`. */
// @ts-ignore: a decorator of AssemblyScript
@inline
function storeUpTo8(target: usize, samples: v128, before: v128, rest: i32): void {
  if (rest >= 8) v128.store64_lane(target, samples, 0)
  else v128.store64_lane(target, v128.bitselect(samples, before, v128.load(KEEP + <usize>(16 - rest))), 0)
}

/** Four samples, from lanes of 32 bits. */
// @ts-ignore: a decorator of AssemblyScript
@inline
function storeUpTo4(target: usize, lanes: v128, before: v128, rest: i32): void {
  const words = i16x8.narrow_i32x4_s(lanes, lanes)
  const samples = i8x16.narrow_i16x8_u(words, words)
  if (rest >= 4) v128.store32_lane(target, samples, 0)
  else v128.store32_lane(target, v128.bitselect(samples, before, v128.load(KEEP + <usize>(16 - rest))), 0)
}
