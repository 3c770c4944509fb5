import { describe, expect, it } from 'vitest'
import { Kernel } from '../../src/compositor/kernel.ts'
import { groupBytes, groupColumns, rowBytes } from '../../src/compositor/resample-tables.ts'

type Plane = { readonly width: number; readonly height: number; readonly samples: Uint8Array }
type Line = { readonly offset: number; readonly step: number }
type Case = { readonly across: Line; readonly down: Line; readonly columns: number; readonly rows: number; readonly isTent: boolean }

/** Noise: neighbours have nothing to do with each other, so a wrong tap shows. */
function noise(width: number, height: number): Plane {
  let state = width * 7919 + height
  const samples = Uint8Array.from({ length: width * height }, () => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fffffff
    return state >> 16
  })
  return { width, height, samples }
}

const kernels = {
  cubic: (distance: number) => {
    const d = Math.abs(distance)
    if (d >= 2) return 0
    return d < 1 ? (1.5 * d - 2.5) * d * d + 1 : ((-0.5 * d + 2.5) * d - 4) * d + 2
  },
  tent: (distance: number, step: number) => Math.max(0, Math.max(1, step) - Math.abs(distance)),
}

type Weighing = { readonly position: number; readonly count: number; readonly step: number; readonly isTent: boolean }

/** In floating point, without tables: the four samples around a position, those beyond the edge as at it. */
function weighed(sampleAt: (index: number) => number, { position, count, step, isTent }: Weighing): number {
  let [sum, whole] = [0, 0]
  for (let index = Math.floor(position) - 1; index <= Math.floor(position) + 2; index++) {
    const weight = isTent ? kernels.tent(index - position, step) : kernels.cubic(index - position)
    sum += weight * sampleAt(Math.min(Math.max(index, 0), count - 1))
    whole += weight
  }
  return sum / whole
}

function exactly({ width, height, samples }: Plane, { across, down, columns, rows, isTent }: Case): number[] {
  const clamp = (value: number) => Math.min(255, Math.max(0, value))
  return Array.from({ length: rows * columns }, (_, index) => {
    const [row, column] = [Math.floor(index / columns), index % columns]
    const [x, y] = [across.offset + column * across.step, down.offset + row * down.step]
    // As the kernel does: a row that has been put together has code values.
    const inRow = (at: number) => clamp(weighed((above) => samples[above * width + at] ?? 0, { position: y, count: height, step: down.step, isTent }))
    return clamp(weighed(inRow, { position: x, count: width, step: across.step, isTent }))
  })
}

const untouched = 99

function byKernel({ width, height, samples }: Plane, { across, down, columns, rows, isTent }: Case): { plane: Uint8Array; beyond: Uint8Array } {
  const kernel = new Kernel()
  const stride = Math.ceil(width / 16) * 16
  const scratchStride = stride + 64
  let next = 4096
  const take = (bytes: number) => {
    const at = next
    next += bytes + 64
    return at
  }
  const source = take(stride * Math.max(4, height))
  const [rowTable, columnTable] = [take(rows * rowBytes), take(Math.ceil(columns / groupColumns) * groupBytes)]
  const [scratch, target] = [take(2 * scratchStride), take(rows * columns)]
  kernel.reserve(next)
  const memory = new Uint8Array(kernel.memory.buffer)
  for (let row = 0; row < height; row++) memory.set(samples.subarray(row * width, (row + 1) * width), source + row * stride)
  memory.fill(untouched, target, target + rows * columns + 32)
  kernel.call.writeRowTable(rowTable, down.offset, down.step, rows, height, isTent)
  kernel.call.writeColumnTable(columnTable, across.offset, across.step, columns, width, isTent)
  kernel.call.resamplePlane(source, stride, target, columns, rows, columns, 0, stride, rowTable, columnTable, scratch, scratchStride)
  const end = target + rows * columns
  return { plane: memory.slice(target, end), beyond: memory.slice(end, end + 32) }
}

const moves: readonly (readonly [string, Line, Line])[] = [
  ['at rest', { offset: 0, step: 1 }, { offset: 0, step: 1 }],
  ['a fraction aside', { offset: 0.37, step: 1 }, { offset: -0.21, step: 1 }],
  ['smaller', { offset: -0.6, step: 1.19 }, { offset: 1.3, step: 1.07 }],
  ['smaller by the most', { offset: 0.2, step: 1.69 }, { offset: 0.4, step: 1.69 }],
  ['larger', { offset: 3.1, step: 0.31 }, { offset: 0.7, step: 0.45 }],
  ['over its edges', { offset: -9.4, step: 1.3 }, { offset: -4.6, step: 1.2 }],
]

describe.each([
  ['cubic', false],
  ['tent', true],
])('a plane resampled (%s)', (_kernel, isTent) => {
  it.each(moves)('%s is as in floating point, in any size', (_move, across, down) => {
    for (const [width, height, columns, rows] of [
      [64, 40, 48, 32],
      [61, 37, 43, 29],
      [7, 3, 13, 5],
    ] as const) {
      const source = noise(width, height)
      const one = { across, down, columns, rows, isTent }
      const { plane, beyond } = byKernel(source, one)
      const wrong = exactly(source, one).filter((value, at) => Math.abs(value - (plane[at] ?? 0)) > 1.2)
      expect(wrong, `${width} x ${height} to ${columns} x ${rows}`).toEqual([])
      expect(beyond.every((byte) => byte === untouched)).toBe(true)
    }
  })
})

it('a plane at rest stays as it is, to the last bit', () => {
  const source = noise(61, 37)
  const rest = { offset: 0, step: 1 }
  expect(byKernel(source, { across: rest, down: rest, columns: 61, rows: 37, isTent: false }).plane).toEqual(source.samples)
})

it('a flat plane stays flat wherever it is', () => {
  const flat = { width: 61, height: 37, samples: new Uint8Array(61 * 37).fill(201) }
  for (const [, across, down] of moves) {
    const { plane } = byKernel(flat, { across, down, columns: 43, rows: 29, isTent: false })
    expect(new Set(plane)).toEqual(new Set([201]))
  }
})

it('a plane that is scaled to nothing ends nothing', () => {
  for (const [offset, step] of [
    [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY],
    [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY],
    [Number.NaN, Number.NaN],
    [-1e300, 1e300],
  ] as const) {
    const line = { offset, step }
    const { beyond } = byKernel(noise(61, 37), { across: line, down: line, columns: 2, rows: 2, isTent: true })
    expect(beyond.every((byte) => byte === untouched)).toBe(true)
  }
})
