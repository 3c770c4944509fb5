import { describe, expect, it } from 'vitest'
import { comparePictures } from '../../../src/regression/compare/compare-pictures.ts'
import { ComparingThreads } from '../../../src/regression/compare/comparing-threads.ts'
import { hashPicture } from '../../../src/regression/picture/hash-picture.ts'
import { usualTolerances } from '../../../src/regression/rules/picture-rules.ts'
import { changedChannels, photoPicture } from '../../support/real-pictures.ts'

const rules = { tolerances: usualTolerances, masks: [], regions: [] }

describe('ComparingThreads', () => {
  it.each([
    ['in threads', { width: 960, height: 540 }],
    ['in place, where a thread would take longer to start', { width: 192, height: 108 }],
  ])('gives what comparePictures gives, %s', async (_where, size) => {
    await using threads = new ComparingThreads(2)
    const baseline = await photoPicture('bridge.jpg', size)
    const changed = [3, -4, 5].map((levels) => changedChannels(baseline, (value) => value + levels))
    const found = await Promise.all(changed.map((actual) => threads.compare({ baseline, actual, rules })))
    for (const [at, actual] of changed.entries()) {
      const { differencePicture, ...comparison } = comparePictures(baseline, actual, rules)
      const { difference, ...other } = found[at] ?? { difference: baseline }
      expect({ ...other, difference: hashPicture(difference) }).toEqual({ ...comparison, difference: hashPicture(differencePicture()) })
    }
    expect(found.flatMap(({ findings }) => findings.map(({ text }) => text))[1]).toBe('colour shifted by -4 red, -4 green, -4 blue')
  })

  it('fails with what goes wrong in a thread', async () => {
    await using threads = new ComparingThreads(1)
    const baseline = await photoPicture('bridge.jpg', { width: 960, height: 540 })
    const actual = await photoPicture('bridge.jpg', { width: 960, height: 542 })
    await expect(threads.compare({ baseline, actual, rules })).rejects.toThrow('pictures of 960x540 and 960x542 cannot be compared')
  })
})
