// The inner loops of the compositor, in AssemblyScript (TypeScript syntax for WebAssembly), built by `npm run build:kernel`.
// Relaxed SIMD leaves open only what never happens here (the product of two -32768, and shuffle indices from 16 to 127); it halves the time.
// Whether a product of floats is rounded before it is added to is left open too, and is too little to see.
// All planes are 8 bits a sample.

import { KEEP } from './keep'
export { filterColours } from './filter-colours'
export { premultiply } from './premultiply'
export { resamplePlane, writeColumnTable, writeRowTable } from './resample'
export { unfilter } from './unfilter'

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
