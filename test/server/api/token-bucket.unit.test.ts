import { describe, expect, it } from 'vitest'
import { TokenBuckets } from '../../../src/server/api/access/token-bucket.ts'
import { jsonDepth } from '../../../src/server/api/json-depth.ts'

describe('token buckets', () => {
  it('give out what they hold, fill evenly, and never hold more than the burst', () => {
    let nowMs = 0
    const buckets = new TokenBuckets(() => nowMs)
    const limit = { perMinute: 60, burst: 2 }
    const take = () => buckets.take('a', limit)
    expect([take(), take()]).toEqual([
      { left: 1, waitSeconds: 0 },
      { left: 0, waitSeconds: 0 },
    ])
    nowMs += 250
    expect(take()).toEqual({ left: 0, waitSeconds: 0.75 })
    // Asking in vain costs nothing.
    nowMs += 750
    expect(take()).toEqual({ left: 0, waitSeconds: 0 })
    nowMs += 3_600_000
    expect([take().left, take().left, take().waitSeconds]).toEqual([1, 0, 1])
    expect(buckets.take('b', limit).left).toBe(1)
  })
})

describe('the depth of JSON', () => {
  it.each([
    ['7', 0],
    ['[]', 1],
    ['{"a":[{"b":[]}]}', 4],
    ['[[],[],[[]]]', 3],
    [String.raw`["[[[", "\"[[", "\\", {}]`, 2],
  ])('of %s is %i', (text, depth) => {
    expect(jsonDepth(new TextEncoder().encode(text), 100)).toBe(depth)
  })
})
