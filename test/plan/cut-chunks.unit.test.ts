import { describe, expect, it } from 'vitest'
import { chunkFrames, cutScene } from '../../src/plan/cut-chunks.ts'

describe('chunkFrames', () => {
  it.each([
    [3600, 240],
    [240, 60],
    [30, 60],
    [959, 60],
    [960, 240],
    [1_000_000, 240],
  ])('of a film of %i frames is %i', (film, chunk) => {
    expect(chunkFrames(film)).toBe(chunk)
  })
})

describe('cutScene', () => {
  it('keeps a scene of usual length whole', () => {
    expect(cutScene({ from: 240, to: 480 }, 240)).toEqual([{ from: 240, to: 480 }])
  })

  it.each([1, 59, 60, 61, 241, 999, 10_000])('leaves out and repeats no frame of %i', (frames) => {
    const chunks = cutScene({ from: 100, to: 100 + frames }, 240)
    expect(chunks[0]?.from).toBe(100)
    expect(chunks.at(-1)?.to).toBe(100 + frames)
    for (const [index, { from, to }] of chunks.entries()) {
      expect(to).toBeGreaterThan(from)
      expect(to - from).toBeLessThanOrEqual(240)
      if (index > 0) expect(from).toBe(chunks[index - 1]?.to)
    }
  })
})
