import { describe, expect, it } from 'vitest'
import { nextAttemptAt } from '../../src/webhooks/retry-delay.ts'

const eventAt = new Date('2026-01-01T00:00:00Z')

/** Seconds after the event of every attempt that follows the first, where each is made when its time has come. */
function schedule(random: number, wishMs: number | null = null): number[] {
  const seconds: number[] = []
  for (let [attempts, now] = [1, eventAt]; ; attempts++) {
    const next = nextAttemptAt({ attempts, eventAt, now, wishMs }, random)
    if (!next) return seconds
    seconds.push((next.getTime() - eventAt.getTime()) / 1000)
    now = next
  }
}

describe('the attempts of a webhook', () => {
  it('grow apart, and spread over most of a day', () => {
    const seconds = schedule(0)
    expect(seconds.length).toBeGreaterThanOrEqual(6)
    const gaps = seconds.map((at, index) => at - (seconds[index - 1] ?? 0))
    expect(gaps).toEqual(gaps.toSorted((a, b) => a - b))
    expect(seconds[0]).toBe(5)
    expect(seconds.at(-1)).toBeGreaterThan(13 * 3600)
  })

  it('are never later than 24 hours after the event, whatever the jitter', () => {
    for (const random of [0, 0.5, 1]) expect(schedule(random).at(-1)).toBeLessThanOrEqual(24 * 3600)
  })

  it('are up to a fifth later than planned, not earlier', () => {
    expect(schedule(1)[0]).toBe(6)
    expect(schedule(0.5)[0]).toBe(5.5)
  })

  it('wait as long as the endpoint wishes, for an hour at most', () => {
    const after = (wishMs: number) => nextAttemptAt({ attempts: 1, eventAt, now: eventAt, wishMs }, 0)?.getTime() ?? 0
    expect(after(60_000) - eventAt.getTime()).toBe(60_000)
    expect(after(1_000) - eventAt.getTime()).toBe(5_000)
    expect(after(1e12) - eventAt.getTime()).toBe(3600_000)
  })
})
