import { describe, expect, it } from 'vitest'
import { moveOfPreset } from '../../src/film/ken-burns-presets.ts'
import { choosePresets } from '../../src/plan/choose-presets.ts'
import { hashOf } from '../../src/shared/hash.ts'

const frame = { width: 1920, height: 1080 }
const wide = (seed: number | string) => ({ hash: hashOf(seed), width: 3000, height: 2000 })
const tall = (seed: number | string) => ({ hash: hashOf(seed), width: 2000, height: 3000 })
const numbers = Array.from({ length: 300 }, (_, index) => index)

function repeatsIn(presets: readonly string[]): readonly number[] {
  return presets.flatMap((preset, index) => (index > 0 && preset === presets[index - 1] ? [index] : []))
}

describe('choosePresets', () => {
  it('moves no two neighbours the same way', () => {
    expect(repeatsIn(choosePresets(numbers.map(wide), frame))).toEqual([])
    expect(repeatsIn(choosePresets(numbers.map(tall), frame))).toEqual([])
    expect(
      repeatsIn(
        choosePresets(
          numbers.map((seed) => (seed % 3 === 0 ? tall(seed) : wide(seed))),
          frame,
        ),
      ),
    ).toEqual([])
  })

  it('moves no two neighbours the same way even if they are the same photo', () => {
    expect(
      repeatsIn(
        choosePresets(
          numbers.map(() => wide('one')),
          frame,
        ),
      ),
    ).toEqual([])
  })

  it('gives the same images the same moves', () => {
    expect(choosePresets(numbers.map(wide), frame)).toEqual(choosePresets(numbers.map(wide), frame))
  })

  it('uses every move that it has, none much more than the others', () => {
    const presets = choosePresets(numbers.map(wide), frame)
    const counts = [...new Set(presets)].map((preset) => presets.filter((other) => other === preset).length)
    expect(counts.length).toBeGreaterThanOrEqual(6)
    expect(Math.max(...counts)).toBeLessThan((3 * numbers.length) / counts.length)
  })

  it('chooses by content: not by name, place or size', () => {
    const [preset] = choosePresets([wide('one')], frame)
    expect(choosePresets([{ ...wide('one'), width: 1500, height: 1000 }], { width: 1280, height: 720 })).toEqual([preset])
  })

  it('moves up or down over an image of which the frame shows only a part of the height', () => {
    const square = numbers.map((seed) => ({ ...tall(seed), width: 2000, height: 2000 }))
    const presets = [...choosePresets(numbers.map(tall), frame), ...choosePresets(square, frame)]
    expect(presets.filter((preset) => moveOfPreset(preset).y === 0)).toEqual([])
  })

  it('does not move up or down over an image that fits the frame, be it upright', () => {
    const upright = { width: 1080, height: 1920 }
    const portraits = numbers.map((seed) => ({ ...tall(seed), ...upright }))
    const presets = [...choosePresets(numbers.map(wide), frame), ...choosePresets(portraits, upright)]
    expect(presets.filter((preset) => moveOfPreset(preset).y !== 0)).toEqual([])
  })

  it('changes at most the neighbours of a scene that is put in, but for one time in thirty: finished chunks stay of use', () => {
    const images = numbers.map(wide)
    const before = choosePresets(images, frame)
    const reachesFurther = numbers.filter((place) => {
      const after = choosePresets([...images.slice(0, place), wide(`new ${place}`), ...images.slice(place)], frame).toSpliced(place, 1)
      return after.some((preset, index) => preset !== before[index] && index !== place && index !== place - 1)
    })
    expect(reachesFurther.length).toBeLessThanOrEqual(numbers.length / 30)
  })
})
