// Turns pixels into the planes of a layer with transparency. The same as src/compositor/premultiplied-planes.ts, for pictures that come anew with each frame.

/** BT.709 (src/compositor/bt709.ts): weights of luma, then what its steps and those of chroma are for values from 0 to 255. */
const RED: f32 = 0.2126
const GREEN: f32 = 0.7152
const BLUE: f32 = 0.0722
const LUMA: f32 = 219.0 / 255.0
const BLUE_STEP: f32 = 224.0 / 255.0 / (2.0 * (1.0 - 0.0722))
const RED_STEP: f32 = 224.0 / 255.0 / (2.0 * (1.0 - 0.2126))

/**
 * RGBA with straight alpha into planes of premultiplied code values, with alpha beside them.
 * `width` and `height` are even; rows of `pixels` are `stride` bytes apart, those of the planes `lumaStride` and `chromaStride`, multiples of 8.
 * `scratch` holds three rows of `width + 8` floats.
 */
export function premultiply(
  pixels: usize,
  stride: i32,
  width: i32,
  height: i32,
  y: usize,
  alpha: usize,
  lumaStride: i32,
  u: usize,
  v: usize,
  chromaAlpha: usize,
  chromaStride: i32,
  scratch: usize,
): void {
  const row = <usize>(width + 8) * 4
  const sumsU = scratch + 16
  const sumsV = sumsU + row
  const sumsA = sumsV + row
  for (let line = 0; line < height; line += 2) {
    const upper = pixels + <usize>line * stride
    let isBlank = true
    for (let column = 0; column < width; column += 4) {
      const at = <usize>column
      const first = v128.load(upper + at * 4)
      const second = v128.load(upper + at * 4 + stride)
      const luma = <usize>line * lumaStride + at
      if (!v128.any_true(v128.and(v128.or(first, second), i32x4.splat(0xff000000)))) {
        store<i32>(y + luma, 0)
        store<i32>(y + luma + lumaStride, 0)
        store<i32>(alpha + luma, 0)
        store<i32>(alpha + luma + lumaStride, 0)
        v128.store(sumsU + at * 4, i32x4.splat(0))
        v128.store(sumsV + at * 4, i32x4.splat(0))
        v128.store(sumsA + at * 4, i32x4.splat(0))
        continue
      }
      isBlank = false
      writeLuma(first, y + luma, alpha + luma)
      writeLuma(second, y + luma + lumaStride, alpha + luma + lumaStride)
      v128.store(sumsU + at * 4, f32x4.add(blueness(first), blueness(second)))
      v128.store(sumsV + at * 4, f32x4.add(redness(first), redness(second)))
      v128.store(sumsA + at * 4, f32x4.add(channel(first, 24), channel(second, 24)))
    }
    // The column to the left of the first is the first again.
    store<f32>(sumsU - 4, load<f32>(sumsU))
    store<f32>(sumsV - 4, load<f32>(sumsV))
    store<f32>(sumsA - 4, load<f32>(sumsA))
    const out = <usize>(line >> 1) * chromaStride
    if (isBlank) {
      memory.fill(u + out, 0, width >> 1)
      memory.fill(v + out, 0, width >> 1)
      memory.fill(chromaAlpha + out, 0, width >> 1)
      continue
    }
    for (let column = 0; column < width; column += 8) {
      const at = <usize>column * 4
      const to = out + <usize>(column >> 1)
      const cover = weighed(sumsA, at)
      const offset = f32x4.mul(cover, f32x4.splat(128.0 / 255.0))
      write(u + to, f32x4.add(offset, weighed(sumsU, at)))
      write(v + to, f32x4.add(offset, weighed(sumsV, at)))
      write(chromaAlpha + to, cover)
    }
  }
}

/** One of the four bytes of each pixel, from 0 to 255. */
// @ts-ignore: a decorator of AssemblyScript
@inline
function channel(four: v128, bits: i32): v128 {
  return f32x4.convert_i32x4_s(v128.and(i32x4.shr_u(four, bits), i32x4.splat(255)))
}

/** Luma of four pixels, from 0 to 255. */
// @ts-ignore: a decorator of AssemblyScript
@inline
function lumaOf(four: v128): v128 {
  const red = f32x4.mul(channel(four, 0), f32x4.splat(RED))
  return f32x4.relaxed_madd(channel(four, 16), f32x4.splat(BLUE), f32x4.relaxed_madd(channel(four, 8), f32x4.splat(GREEN), red))
}

// @ts-ignore: a decorator of AssemblyScript
@inline
function writeLuma(four: v128, to: usize, toAlpha: usize): void {
  const cover = channel(four, 24)
  const lit = f32x4.relaxed_madd(lumaOf(four), f32x4.splat(LUMA), f32x4.splat(16.0))
  write(to, f32x4.mul(f32x4.mul(lit, cover), f32x4.splat(1.0 / 255.0)))
  write(toAlpha, cover)
}

/** How much bluer than grey, as a step of chroma, times alpha. */
// @ts-ignore: a decorator of AssemblyScript
@inline
function blueness(four: v128): v128 {
  const covered = f32x4.mul(channel(four, 24), f32x4.splat(BLUE_STEP / 255.0))
  return f32x4.mul(f32x4.sub(channel(four, 16), lumaOf(four)), covered)
}

// @ts-ignore: a decorator of AssemblyScript
@inline
function redness(four: v128): v128 {
  const covered = f32x4.mul(channel(four, 24), f32x4.splat(RED_STEP / 255.0))
  return f32x4.mul(f32x4.sub(channel(four, 0), lumaOf(four)), covered)
}

/** Means of four samples of chroma: two rows, which are summed already, and columns by 1 2 1. */
// @ts-ignore: a decorator of AssemblyScript
@inline
function weighed(sums: usize, at: usize): v128 {
  const left = v128.shuffle<f32>(v128.load(sums + at - 4), v128.load(sums + at + 12), 0, 2, 4, 6)
  const low = v128.load(sums + at)
  const high = v128.load(sums + at + 16)
  const here = v128.shuffle<f32>(low, high, 0, 2, 4, 6)
  const right = v128.shuffle<f32>(low, high, 1, 3, 5, 7)
  return f32x4.mul(f32x4.relaxed_madd(here, f32x4.splat(2.0), f32x4.add(left, right)), f32x4.splat(0.125))
}

/** Rounded, as four bytes. */
// @ts-ignore: a decorator of AssemblyScript
@inline
function write(to: usize, four: v128): void {
  const whole = i32x4.trunc_sat_f32x4_u(f32x4.add(four, f32x4.splat(0.5)))
  const halves = i16x8.narrow_i32x4_s(whole, whole)
  v128.store32_lane(to, i8x16.narrow_i16x8_u(halves, halves), 0)
}
