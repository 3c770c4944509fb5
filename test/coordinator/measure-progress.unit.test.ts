import { expect, test } from 'vitest'
import { FrameRates } from '../../src/coordinator/frame-rates.ts'
import { measureProgress, type Measured } from '../../src/coordinator/measure-progress.ts'
import { Speeds } from '../../src/coordinator/speeds.ts'

/** Preparing takes 10 s, a slot 20 frames a second, finishing 1 s and 0.1 s for each second of film. */
const speeds = await Speeds.load({
  query: async <Row>() =>
    [
      { name: 'prepare', value: 10 },
      { name: 'frames.layers', value: 20 },
      { name: 'finish', value: 0.1 },
    ] as Row[],
  script: async () => undefined,
})
const measure = (part: Partial<Measured>, slots = 1) =>
  measureProgress(
    { state: 'rendering', method: 'layers', framesDone: 0, framesTotal: 600, durationSeconds: 20, framesPerSecond: 0, ...part },
    speeds,
    slots,
  )

test('a part counts by what it costs on this farm', () => {
  // 10 s of preparing, 30 s of rendering, 3 s of finishing.
  expect(measure({}).overall).toBeCloseTo(10 / 43, 3)
  expect(measure({ framesDone: 300 }).overall).toBeCloseTo(25 / 43, 3)
  expect(measure({ framesDone: 600, state: 'mixing' }).overall).toBeCloseTo(40.9 / 43, 3)
  expect(measure({ state: 'preparing', framesTotal: 0, durationSeconds: null })).toMatchObject({ overall: 0, secondsLeft: null })
  expect(measure({ framesDone: 600, state: 'succeeded' })).toMatchObject({ overall: 1, secondsLeft: 0 })
})

test('with more slots rendering takes less of the whole', () => {
  expect(measure({ framesDone: 300 }, 3).overall).toBeCloseTo(15 / 23, 3)
})

test('the time left goes by the speed of the last seconds, and by the farm’s before there is one', () => {
  expect(measure({ framesDone: 300 }).secondsLeft).toBeCloseTo(15 + 3, 1)
  expect(measure({ framesDone: 300, framesPerSecond: 60 }).secondsLeft).toBeCloseTo(5 + 3, 1)
})

test('frames per second are those of the last five seconds', () => {
  let nowMs = 0
  const rates = new FrameRates(() => nowMs)
  for (const frames of [0, 10, 20, 60, 100, 140, 180, 220]) {
    expect(rates.isDue('r')).toBe(true)
    rates.add('r', frames)
    nowMs += 999
    expect(rates.isDue('r')).toBe(false)
    nowMs += 1
  }
  nowMs -= 1000
  expect(rates.perSecond('r')).toBe(40)
  // The film was planned anew: what was counted before is another count.
  nowMs += 1000
  rates.add('r', 30)
  expect(rates.perSecond('r')).toBe(0)
  nowMs += 1000
  rates.add('r', 50)
  expect(rates.perSecond('r')).toBe(20)
})
