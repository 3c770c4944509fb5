import { describe, expect, it } from 'vitest'
import { predictSeconds } from '../../src/bench/workers/predict-seconds.ts'

describe('predictSeconds', () => {
  const parts = { prepare: 2, chunks: [4, 4, 4], finish: 1 }

  it('is all work in a row for one worker, and the chunks side by side for more', () => {
    expect([1, 2, 3].map((workers) => predictSeconds(parts, workers))).toEqual([15, 11, 7])
  })

  it('does not fall below preparing, the slowest chunk and finishing', () => {
    expect(predictSeconds({ ...parts, chunks: [1, 9, 1] }, 100)).toBe(12)
  })

  it('gives each chunk to whoever is free first', () => {
    expect(predictSeconds({ prepare: 0, chunks: [5, 1, 1, 1, 1, 1], finish: 0 }, 2)).toBe(5)
  })

  it('holds for a film whose chunks are all there', () => {
    expect(predictSeconds({ ...parts, chunks: [] }, 4)).toBe(3)
  })
})
