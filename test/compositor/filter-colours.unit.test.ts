import { describe, expect, it } from 'vitest'
import { colourStages, type ColourMatrix } from '../../src/compositor/colour-filter.ts'
import { colourPasses } from '../../src/compositor/colour-passes.ts'
import { FrameCompositor } from '../../src/compositor/frame-compositor.ts'
import { Kernel } from '../../src/compositor/kernel.ts'
import { planesOfPixels, type Planes } from '../../src/compositor/planes.ts'

type Size = { readonly width: number; readonly height: number }

const kernel = new Kernel()

function stagesOf(filter: string): readonly ColourMatrix[] {
  const stages = colourStages(filter)
  if (stages === null) throw new Error(`${filter} is not a filter of colours`)
  return stages
}

/** Waves of all colours, with grain in the luma. Colours change slowly, so that no pixel of the planes lies outside of RGB. */
function waves({ width, height }: Size): Planes {
  const data = Buffer.alloc(width * height * 3)
  let seed = 1
  for (let pixel = 0; pixel < width * height; pixel++) {
    seed = (seed * 48_271) % 2_147_483_647
    const [x, y] = [pixel % width, Math.floor(pixel / width)]
    const grain = (seed % 21) - 10
    data.set([128 + 105 * Math.sin(x / 17 + 1) + grain, 128 + 105 * Math.sin(y / 13) + grain, 128 + 105 * Math.sin((x + y) / 29) + grain], pixel * 3)
  }
  return planesOfPixels({ data, width, height, channels: 3 })
}

const [red, green, blue] = [0.2126, 0.7152, 0.0722] as const

/** The same in plain arithmetic: a pixel of an odd column has the mean of the chroma beside it, a chroma sample that of its even column's two pixels. */
function expectedFrame({ width, height, y, u, v }: Planes, stages: readonly ColourMatrix[]): readonly Float64Array[] {
  const luma = new Float64Array(width * height)
  const chroma = [new Float64Array((width * height) / 4), new Float64Array((width * height) / 4)] as const
  const chromaWidth = width / 2
  for (let row = 0; row < height; row++) {
    for (let column = 0; column < width; column++) {
      const left = Math.floor(row / 2) * chromaWidth + Math.floor(column / 2)
      const right = column % 2 === 1 && column < width - 1 ? left + 1 : left
      const part = (plane: Uint8Array) => ((plane[left] ?? 0) + (plane[right] ?? 0)) / 2
      const [r = 0, g = 0, b = 0] = filteredColour(rgbOf(y[row * width + column] ?? 0, part(u), part(v)), stages)
      const lit = red * r + green * g + blue * b
      luma[row * width + column] = 16 + 219 * lit
      if (column % 2 === 1) continue
      chroma[0][left] = (chroma[0][left] ?? 0) + (128 + (224 * (b - lit)) / 1.8556) / 2
      chroma[1][left] = (chroma[1][left] ?? 0) + (128 + (224 * (r - lit)) / 1.5748) / 2
    }
  }
  return [luma, ...chroma]
}

function rgbOf(y: number, u: number, v: number): readonly number[] {
  const lit = (y - 16) / 219
  const [r, b] = [lit + (1.5748 * (v - 128)) / 224, lit + (1.8556 * (u - 128)) / 224]
  return [r, (lit - red * r - blue * b) / green, b]
}

function filteredColour(colour: readonly number[], stages: readonly ColourMatrix[]): readonly number[] {
  return stages.reduce((parts, matrix) => {
    const [r = 0, g = 0, b = 0] = parts
    const row = (at: number) => (matrix[at] ?? 0) * r + (matrix[at + 1] ?? 0) * g + (matrix[at + 2] ?? 0) * b + (matrix[at + 3] ?? 0)
    return [row(0), row(4), row(8)].map((value) => Math.min(1, Math.max(0, value)))
  }, colour)
}

/** More than the kernel may write beyond a frame. */
const margin = 64
const untouched = 77

function filterInKernel(planes: Planes, filter: string): { readonly frame: Uint8Array; readonly around: ReadonlySet<number> } {
  const { width, height, y, u, v } = planes
  const passes = colourPasses(stagesOf(filter))
  const [matrices, at] = [2048, 4096]
  const bytes = (width * height * 3) / 2
  kernel.reserve(at + bytes + 2 * margin)
  const memory = new Uint8Array(kernel.memory.buffer)
  memory.fill(untouched, at - margin, at + bytes + margin)
  for (const [offset, plane] of [
    [0, y],
    [y.length, u],
    [y.length + u.length, v],
  ] as const)
    memory.set(plane, at + offset)
  new Float32Array(kernel.memory.buffer, matrices).set(passes.flat())
  kernel.call.filterColours(at, width, height, matrices, passes.length)
  return {
    frame: memory.slice(at, at + bytes),
    around: new Set([...memory.subarray(at - margin, at), ...memory.subarray(at + bytes, at + bytes + margin)]),
  }
}

const filters = [
  'brightness(0.7)',
  'brightness(0.7) saturate(1.2)',
  'brightness(3) saturate(2)',
  'saturate(3) grayscale(0.5)',
  'contrast(2.5) hue-rotate(70deg) sepia(0.6)',
  'hue-rotate(200deg) saturate(4) hue-rotate(-100deg) contrast(0.4) brightness(1.5)',
  'invert(1)',
  'grayscale(1)',
]

describe('the filter of colours', () => {
  it.each(filters)('%s is that of plain arithmetic, in frames of any even size', (filter) => {
    for (const size of [
      { width: 2, height: 2 },
      { width: 6, height: 4 },
      { width: 18, height: 16 },
      { width: 34, height: 18 },
      { width: 60, height: 10 },
    ]) {
      const planes = waves(size)
      const { frame, around } = filterInKernel(planes, filter)
      const expected = expectedFrame(planes, stagesOf(filter)).flatMap((plane) => [...plane])
      // Half a code value of rounding, and little more for floats of 32 bits.
      for (const [at, value] of expected.entries())
        expect(Math.abs((frame[at] ?? 0) - value), `byte ${at} of ${size.width}x${size.height}`).toBeLessThan(0.51)
      expect(around).toEqual(new Set([untouched]))
    }
  })

  it('is the same in a whole frame of 1920x1080', () => {
    const planes = waves({ width: 1920, height: 1080 })
    const { frame } = filterInKernel(planes, 'brightness(3) saturate(2)')
    let [at, furthest] = [0, 0]
    for (const plane of expectedFrame(planes, stagesOf('brightness(3) saturate(2)'))) {
      for (const value of plane) furthest = Math.max(furthest, Math.abs((frame[at++] ?? 0) - value))
    }
    expect(at).toBe(frame.length)
    expect(furthest).toBeLessThan(0.51)
  })

  it('takes as few passes as its cuts need', () => {
    const passes = (filter: string) => colourPasses(stagesOf(filter)).length
    expect(passes('brightness(1) saturate(1) hue-rotate(360deg)')).toBe(0)
    expect(passes('brightness(0.7)')).toBe(2)
    expect(passes('grayscale(0.5) brightness(0.7) contrast(0.5) saturate(2) invert(1)')).toBe(2)
    expect(passes('brightness(1.2) saturate(1.1)')).toBe(3)
  })
})

function flat({ width, height }: Size, level: number): Planes {
  return planesOfPixels({ data: Buffer.alloc(width * height * 3, level), width, height, channels: 3 })
}

describe('an opaque layer with a filter', () => {
  const size = { width: 32, height: 32 }
  const placement = { scaleX: 1, scaleY: 1, x: 0, y: 0 }

  it('is filtered when its rasters are mixed, and before it is mixed into the frame', () => {
    const compositor = new FrameCompositor(kernel, size, [flat(size, 0), flat(size, 255)], { frames: 1 })
    const [at = 0] = compositor.frames
    const lumaOf = (weight: number, opacity: number) => {
      compositor.fill(at, { y: 235, u: 128, v: 128 })
      compositor.cover(at, { first: { raster: 0, placement }, second: { raster: 1, placement }, weight }, opacity, stagesOf('brightness(3)'))
      return new Uint8Array(kernel.memory.buffer)[at]
    }
    // A quarter of white is 71; three times that, 181. Half of black over white is 126, and not white.
    expect(lumaOf(0.25, 1)).toBe(181)
    expect(lumaOf(0, 0.5)).toBe(126)
  })
})
