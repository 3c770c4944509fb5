import { describe, expect, it } from 'vitest'
import type { Picture } from '../../../src/regression/picture/picture.ts'
import { liesFurther, nameTiming } from '../../../src/regression/timing/name-timing.ts'
import { changedChannels } from '../../support/real-pictures.ts'

const grey: Picture = { width: 32, height: 18, data: new Uint8Array(32 * 18 * 4).fill(100) }
const brighter = (levels: number) => changedChannels(grey, (value) => value + levels)

/** A frame that has become 40 levels brighter, and what the frames around it are like. */
function changed(before: number, after: number): Parameters<typeof liesFurther>[0] {
  const actualAt = (offset: number) => (offset === 1 ? brighter(after) : offset === -1 ? brighter(before) : null)
  return { masks: [], baseline: grey, actual: brighter(40), actualAt }
}

describe('frames further away than the next ones', () => {
  it('are looked at where the next ones have no more of the baseline: a caption may come still later', () => {
    expect(liesFurther(changed(40, 40), false)).toBe(true)
  })

  it('are not where one of the next has the very picture', () => {
    expect(liesFurther(changed(40, 0), false)).toBe(false)
    expect(liesFurther(changed(0, 40), true)).toBe(false)
  })

  it('are looked at for a change of colour where something fades, and not where all frames have it', () => {
    expect(liesFurther(changed(60, 20), true)).toBe(true)
    expect(liesFurther(changed(40, 40), true)).toBe(false)
  })
})

describe('a frame that is the same as the one before it', () => {
  const textsOf = (levels: Readonly<Record<number, number>>) => {
    const actualAt = (offset: number) => (levels[offset] === undefined ? null : brighter(levels[offset]))
    return nameTiming({ masks: [], baseline: grey, actual: brighter(40), actualAt }).map(({ text }) => text)
  }

  it('is a doubled one where the picture moves around it', () => {
    expect(textsOf({ [-2]: 20, [-1]: 40, 1: 60, 2: 80 })).toEqual(['shows the frame before it a second time'])
  })

  it('is none in a picture that stands, such as a title, nor at its end', () => {
    expect(textsOf({ [-1]: 40, 1: 40 })).toEqual([])
    expect(textsOf({ [-2]: 40, [-1]: 40, 1: 90 })).toEqual([])
  })
})
