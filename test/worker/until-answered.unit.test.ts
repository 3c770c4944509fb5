import { describe, expect, it, vi } from 'vitest'
import { retryDelayMs, untilAnswered } from '../../src/worker/until-answered.ts'

describe('untilAnswered', () => {
  it('asks until somebody answers', async () => {
    const ask = vi.fn<() => Promise<string>>().mockRejectedValueOnce(new Error('refused')).mockResolvedValueOnce('yes')
    const errors: unknown[] = []
    expect(await untilAnswered(ask, new AbortController().signal, (error) => errors.push(error))).toBe('yes')
    expect(errors).toEqual([new Error('refused')])
  })

  it('gives up when it is told to, also between two tries', async () => {
    const giving = new AbortController()
    const answer = await untilAnswered(
      () => Promise.reject(new Error('refused')),
      giving.signal,
      () => giving.abort(),
    )
    expect(answer).toBeNull()
  })
})

it('waits longer each time, up to some seconds, and never the same time', () => {
  const delays = [1, 2, 3, 10, 100].map(retryDelayMs)
  const longest = [400, 800, 1600, 5000, 5000]
  delays.forEach((delay, index) => {
    expect(delay).toBeGreaterThanOrEqual((longest[index] ?? 0) / 2)
    expect(delay).toBeLessThanOrEqual(longest[index] ?? 0)
  })
  expect(new Set(Array.from({ length: 20 }, () => retryDelayMs(3))).size).toBeGreaterThan(1)
})
