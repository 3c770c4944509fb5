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
    {
      state: 'rendering',
      method: 'layers',
      framesDone: 0,
      framesTotal: 600,
      durationSeconds: 20,
      framesPerSecond: 0,
      likelyFramesPerSecond: 20,
      ...part,
    },
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

test('the time left is that of the frames at the speed that is likely, and of finishing', () => {
  expect(measure({ framesDone: 300, likelyFramesPerSecond: 20 }).secondsLeft).toBeCloseTo(15 + 3, 1)
  expect(measure({ framesDone: 300, likelyFramesPerSecond: 60 }).secondsLeft).toBeCloseTo(5 + 3, 1)
  expect(measure({ framesDone: 600, likelyFramesPerSecond: 60 }).secondsLeft).toBe(3)
})

/** Frames that are done after so many seconds: nothing while pages are opened, then so many a second, told by the chunk. */
const courses: Readonly<Record<string, (second: number) => number>> = {
  'as fast as expected': (second) => second * 20,
  'three times as fast': (second) => Math.max(0, second - 3) * 60,
  'a quarter as fast': (second) => Math.max(0, second - 6) * 5,
  'in bursts': (second) => Math.floor(second / 4) * 120,
  'slow, then fast': (second) => (second < 60 ? second * 8 : 480 + (second - 60) * 40),
}

test.each(Object.keys(courses))('the time left never jumps, and comes to be true, where a render goes %s', (name) => {
  const framesTotal = 1800
  let nowMs = 0
  const rates = new FrameRates(() => nowMs)
  const told: { readonly left: number; readonly second: number }[] = []
  for (let framesDone = 0; framesDone < framesTotal; nowMs += 1000) {
    framesDone = Math.min(framesTotal, Math.floor(courses[name]?.(nowMs / 1000) ?? framesTotal))
    rates.add('r', { framesDone, expected: 20 })
    const { secondsLeft } = measure({ framesDone, framesTotal, ...rates.of('r', 20) })
    told.push({ left: secondsLeft ?? Number.NaN, second: nowMs / 1000 })
  }
  const finishS = 3
  const endS = (told.at(-1)?.second ?? 0) + finishS
  for (const [index, { left }] of told.slice(1).entries()) {
    const before = told[index]?.left ?? left
    // The last frames that are told together leave only the finishing.
    expect(before - left).toBeLessThan(Math.max(before / 2, 5))
    expect(left).toBeLessThan(before * 1.2)
  }
  for (const { left, second } of told.slice(Math.floor(told.length * 0.8))) expect(Math.abs(left - (endS - second))).toBeLessThan(0.15 * endS)
  expect(told.at(-1)?.left).toBe(finishS)
})

test('frames per second are those of the last five seconds', () => {
  let nowMs = 0
  const rates = new FrameRates(() => nowMs)
  for (const frames of [0, 10, 20, 60, 100, 140, 180, 220]) {
    expect(rates.isDue('r')).toBe(true)
    rates.add('r', { framesDone: frames, expected: 20 })
    nowMs += 999
    expect(rates.isDue('r')).toBe(false)
    nowMs += 1
  }
  nowMs -= 1000
  expect(rates.of('r', 20).framesPerSecond).toBe(40)
  // The film was planned anew: what was counted before is another count.
  nowMs += 1000
  rates.add('r', { framesDone: 30, expected: 20 })
  expect(rates.of('r', 20).framesPerSecond).toBe(0)
  nowMs += 1000
  rates.add('r', { framesDone: 50, expected: 20 })
  expect(rates.of('r', 20).framesPerSecond).toBe(20)
})
