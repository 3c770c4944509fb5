import { describe, expect, it } from 'vitest'
import { frameAt } from '../../src/compositor/kernel-memory.ts'
import { mixWindow, type Seen } from '../../src/compositor/mix-window.ts'

const frame = { width: 8, height: 4 }
const bytes = 48

/** A frame of zeros with a window of one of 200 mixed into it: its luma rows and its first chroma plane's. */
function mixed(seen: Partial<Seen>) {
  const memory = new Uint8Array(2 * bytes)
  memory.fill(200, bytes)
  mixWindow(memory, frameAt(0, frame), frameAt(bytes, frame), { left: 0, top: 0, right: 8, bottom: 4, opacity: 1, ...seen })
  expect(memory.subarray(bytes)).toEqual(new Uint8Array(bytes).fill(200))
  const rows = (at: number, width: number, height: number) =>
    Array.from({ length: height }, (_, row) => [...memory.subarray(at + row * width, at + (row + 1) * width)])
  return { luma: rows(0, 8, 4), chroma: rows(32, 4, 2), last: rows(40, 4, 2) }
}

describe('mixWindow', () => {
  it('copies what is seen whole and leaves the rest', () => {
    const { luma, chroma, last } = mixed({ left: 4, top: 2 })
    expect(luma).toEqual([0, 0, 200, 200].map((right) => [0, 0, 0, 0, right, right, right, right]))
    // A chroma sample stands for the columns from half a pixel before its own: a quarter of the third one is outside.
    expect(chroma).toEqual([
      [0, 0, 0, 0],
      [0, 0, 150, 200],
    ])
    expect(last).toEqual(chroma)
  })

  it('mixes its edges by the parts of the pixels that it covers', () => {
    const { luma } = mixed({ left: 2.25, right: 5.5, top: 0.5, bottom: 3 })
    expect(luma).toEqual([
      [0, 0, 75, 100, 100, 50, 0, 0],
      [0, 0, 150, 200, 200, 100, 0, 0],
      [0, 0, 150, 200, 200, 100, 0, 0],
      [0, 0, 0, 0, 0, 0, 0, 0],
    ])
  })

  it('mixes a window that is thinner than a pixel', () => {
    expect(mixed({ left: 3.25, right: 3.75 }).luma[0]).toEqual([0, 0, 0, 100, 0, 0, 0, 0])
  })

  it('mixes by its opacity', () => {
    expect(mixed({ right: 2, opacity: 0.5 }).luma[0]).toEqual([100, 100, 0, 0, 0, 0, 0, 0])
  })

  it('leaves the frame as it is where nothing is seen', () => {
    expect(mixed({ left: 8, right: 12 }).luma.flat()).toEqual(Array<number>(32).fill(0))
    expect(mixed({ left: -5, right: 0 }).chroma.flat()).toEqual(Array<number>(8).fill(0))
  })
})
