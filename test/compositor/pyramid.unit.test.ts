import { describe, expect, it } from 'vitest'
import { chooseLevel, pyramidSizes } from '../../src/compositor/pyramid.ts'
import { largestStep } from '../../src/compositor/resample-tables.ts'

const photo = { width: 7680, height: 4320 }

describe('a pyramid of rasters', () => {
  it('has one raster where no frame shows the layer much reduced', () => {
    expect(pyramidSizes(photo, 1.5)).toEqual([photo])
    expect(chooseLevel(1.5, 1)).toEqual({ level: 0, mix: 0 })
  })

  it.each([1.6, 2, 4, 11])('has enough rasters for %f pixels of the layer to one of the frame', (most) => {
    const levels = pyramidSizes(photo, most).length
    for (let step = 0.5; step <= most; step += 0.01) {
      const { level, mix } = chooseLevel(step, levels)
      expect(level).toBeLessThan(levels)
      // Neither of the two rasters is asked for more than the resampler's tables reach.
      expect(step / 1.5 ** level).toBeLessThanOrEqual(largestStep + 1e-9)
      if (mix > 0) expect(level + 1).toBeLessThan(levels)
    }
  })

  it('goes over from one raster to the next without a jump', () => {
    const levels = pyramidSizes(photo, 4).length
    const blurAt = (step: number) => {
      const { level, mix } = chooseLevel(step, levels)
      return level + mix
    }
    for (let step = 1; step < 4; step += 0.001) expect(Math.abs(blurAt(step + 0.001) - blurAt(step))).toBeLessThan(0.02)
  })
})
