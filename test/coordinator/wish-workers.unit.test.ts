import { expect, test } from 'vitest'
import { wishWorkers } from '../../src/coordinator/wish-workers.ts'

const farm = { secondsOfWork: 600, targetWaitSeconds: 60, isBusy: true, slots: 0, workers: 0 }

test('as many workers are wished for as are through in time, each with as many slots as those that are there', () => {
  expect(wishWorkers(farm)).toBe(10)
  expect(wishWorkers({ ...farm, slots: 8, workers: 2 })).toBe(3)
  expect(wishWorkers({ ...farm, targetWaitSeconds: 600 })).toBe(1)
})

test('a farm that has anything to do wishes for one worker, and one without work for none', () => {
  expect(wishWorkers({ ...farm, secondsOfWork: 0 })).toBe(1)
  expect(wishWorkers({ ...farm, secondsOfWork: 0, isBusy: false })).toBe(0)
})
