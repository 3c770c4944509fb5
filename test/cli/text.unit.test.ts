import { InvalidArgumentError } from 'commander'
import { describe, expect, it } from 'vitest'
import { clockText } from '../../src/cli/clock-text.ts'
import { parseCount } from '../../src/cli/parse-count.ts'
import { framesText } from '../../src/cli/progress-display.ts'

describe('clockText', () => {
  it.each([
    [0, '0:00'],
    [0.4, '0:00'],
    [9, '0:09'],
    [59.4, '0:59'],
    [59.6, '1:00'],
    [75, '1:15'],
    [3599.4, '59:59'],
    [3599.5, '1:00:00'],
    [3675, '1:01:15'],
    [36_000, '10:00:00'],
    [90_061, '25:01:01'],
  ])('of %d s is %s', (seconds, text) => {
    expect(clockText(seconds)).toBe(text)
  })
})

describe('framesText', () => {
  const bar = (text: string) => /[█░]+/.exec(text)?.[0] ?? ''

  it('shows how far it is, how fast, and how long it will take', () => {
    const text = framesText({ type: 'frames', done: 1200, reused: 0, total: 3600 }, 60)
    expect(text).toBe(`rendering ${'█'.repeat(8)}${'░'.repeat(16)} 1200/3600 frames  20.0 frames/s  2:00 left`)
  })

  it('does not count frames that were ready from before as speed', () => {
    expect(framesText({ type: 'frames', done: 1800, reused: 1200, total: 3600 }, 60)).toContain('10.0 frames/s  3:00 left')
  })

  it.each([
    ['no frame is drawn yet', { done: 0, reused: 0, total: 240 }, 3],
    ['all that is done was ready from before', { done: 120, reused: 120, total: 240 }, 3],
    ['no time has passed', { done: 1, reused: 0, total: 240 }, 0],
  ])('promises no end while %s', (_what, frames, elapsedS) => {
    expect(framesText({ type: 'frames', ...frames }, elapsedS)).toMatch(/frames$/)
  })

  it.each([0, 1, 119, 239, 240])('keeps its width with %i of 240 frames done', (done) => {
    expect(bar(framesText({ type: 'frames', done, reused: 0, total: 240 }, 1))).toHaveLength(24)
  })

  it('is full only when every frame is done', () => {
    expect(bar(framesText({ type: 'frames', done: 9999, reused: 0, total: 10_000 }, 1))).toContain('░')
    expect(framesText({ type: 'frames', done: 10_000, reused: 0, total: 10_000 }, 1)).toContain('█'.repeat(24))
    expect(framesText({ type: 'frames', done: 10_000, reused: 0, total: 10_000 }, 1)).toContain('0:00 left')
  })
})

describe('parseCount', () => {
  it.each([
    ['1', 1],
    ['8', 8],
    ['64', 64],
  ])('reads %s', (text, count) => {
    expect(parseCount(text)).toBe(count)
  })

  it.each(['0', '65', '-1', '2.5', 'two', '', ' ', 'NaN', 'Infinity', '4 workers'])('refuses %j, and says what is allowed', (text) => {
    expect(() => parseCount(text)).toThrow(InvalidArgumentError)
    expect(() => parseCount(text)).toThrow('It must be a whole number from 1 to 64.')
  })
})
