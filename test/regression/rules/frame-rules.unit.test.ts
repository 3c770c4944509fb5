import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { comparePictures } from '../../../src/regression/compare/compare-pictures.ts'
import type { Picture } from '../../../src/regression/picture/picture.ts'
import { usualTolerances } from '../../../src/regression/rules/picture-rules.ts'
import { parseFrameRules } from '../../../src/regression/rules/parse-frame-rules.ts'
import { readFrameRules } from '../../../src/regression/rules/read-frame-rules.ts'
import { rulesFor } from '../../../src/regression/rules/rules-for.ts'
import { FramefarmError } from '../../../src/shared/errors.ts'
import { thrownBy } from '../../support/thrown-by.ts'

const half = { x: 0, y: 0, width: 0.5, height: 1 }

function faultsOf(raw: unknown): string {
  try {
    parseFrameRules(raw, 'film.frames.json')
  } catch (error) {
    if (error instanceof FramefarmError) return `${error.code}: ${error.message}`
  }
  throw new Error('the rules have no fault')
}

/** A card of one colour with a square in it, each channel of a column changed by `change`. */
function card(change: (column: number) => number = () => 0): Picture {
  const [width, height] = [64, 32]
  const data = Uint8Array.from({ length: width * height * 4 }, (_none, at) => {
    if (at % 4 === 3) return 255
    const [column, row] = [Math.floor(at / 4) % width, Math.floor(at / 4 / width)]
    const inside = Math.abs(column - 32) < 12 && Math.abs(row - 16) < 8
    return (inside ? 180 : 60) + (at % 4) * 10 + ((column * 7 + row * 13) % 11) + change(column)
  })
  return { width, height, data }
}

describe('rules of frames', () => {
  it('are the usual ones where there is no file', async () => {
    const rules = await readFrameRules('/nowhere/film.json')
    expect(rulesFor(rules, { scene: 3 })).toEqual({ tolerances: usualTolerances, masks: [], regions: [] })
    expect(rules.picks).toEqual({ usual: true, at: [] })
  })

  it('lie beside the film, and may stand in a JSON that has a mistake', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'framefarm-test-'))
    onTestFinished(() => rm(folder, { recursive: true, force: true }))
    await writeFile(join(folder, 'film.frames.json'), '{ "tolerances": { "share": 0.01 }, "picks": { "at": [1.5, "50%"] } }')
    const rules = await readFrameRules(join(folder, 'film.json'))
    expect(rulesFor(rules, { scene: 1 }).tolerances).toEqual({ ...usualTolerances, share: 0.01 })
    expect(rules.picks.at).toEqual([{ seconds: 1.5 }, { part: 0.5 }])
    await writeFile(join(folder, 'film.frames.json'), '{\n "tolerances": }')
    const error = await thrownBy(readFrameRules(join(folder, 'film.json')))
    expect(error.message).toContain('is not JSON at line 2')
  })

  it('of a scene stand above those of the film, and those of a region above both', () => {
    const rules = parseFrameRules(
      {
        tolerances: { share: 0.1, colour: 3 },
        masks: [{ ...half, why: 'a clock' }],
        scenes: [{ scene: 2, tolerances: { share: 0.2 }, regions: [{ name: 'title', ...half, tolerances: { moved: 2 } }] }],
      },
      'rules',
    )
    const film = { ...usualTolerances, share: 0.1, colour: 3 }
    expect(rulesFor(rules, { scene: 1 })).toEqual({ tolerances: film, masks: [half], regions: [] })
    const scene = { ...film, share: 0.2 }
    const regions = [{ name: 'title', box: half, tolerances: { ...scene, moved: 2 } }]
    expect(rulesFor(rules, { scene: 2 })).toEqual({ tolerances: scene, masks: [half], regions })
  })

  it('are told with all their faults, each by its JSON pointer', () => {
    const text = faultsOf({ tolerances: { share: 2, shre: 1 }, masks: [{ x: 0.6, y: 0, width: 0.6, height: 1 }], picks: { at: ['half'] } })
    expect(text).toMatch(/^FRAME_RULES_INVALID: film\.frames\.json has 4 faults:/)
    expect(text).toContain('/tolerances/share: is too large (is 2); allowed: a number from 0 to 1')
    expect(text).toContain('/tolerances/shre: is not a known field')
    expect(text).toContain('/masks/0: does not lie within the frame')
    expect(text).toContain('/picks/at/0: is not allowed (is "half"); allowed: seconds as a number, or a part of the film as "50%"')
    expect(faultsOf({ scenes: [{ scene: 1 }, { scene: 1 }] })).toContain('/scenes/1/scene: has rules above already (is 1)')
  })
})

describe('what the rules say of a part of the frame', () => {
  const left = card((column) => (column < 20 ? 40 : 0))
  const rules = (raw: object) => rulesFor(parseFrameRules(raw, 'rules'), { scene: 1 })

  it('holds for what lies in it: a mask leaves it out, whatever the size', () => {
    expect(comparePictures(card(), left, rules({})).outcome).toBe('changed')
    const { outcome, measures } = comparePictures(card(), left, rules({ masks: [half] }))
    expect({ outcome, measures }).toEqual({ outcome: 'same', measures: null })
    const { outcome: elsewhere } = comparePictures(card(), left, rules({ masks: [{ ...half, x: 0.5 }] }))
    expect(elsewhere).toBe('changed')
  })

  it('is judged by tolerances of its own, and named in what is found', () => {
    const region = (tolerances: object) => ({ regions: [{ name: 'left half', ...half, tolerances }] })
    const { outcome, findings } = comparePictures(card(), left, rules(region({})))
    expect(outcome).toBe('changed')
    expect(findings[0]?.text).toMatch(/^left half: /)
    expect(comparePictures(card(), left, rules(region({ share: 1, ssim: 0, colour: 255, moved: 100 }))).outcome).toBe('noise')
  })

  it('is striped in the picture of the difference where it is left out', () => {
    const { differencePicture } = comparePictures(card(), left, rules({ masks: [{ ...half, height: 0.5 }] }))
    const { data } = differencePicture()
    const pixel = (x: number, y: number) => [...data.subarray((y * 64 + x) * 4, (y * 64 + x) * 4 + 3)]
    expect(pixel(5, 24)).toEqual([236, 0, 110])
    const [red, green, blue] = pixel(5, 4)
    expect(new Set([red, green, blue]).size).toBe(1)
  })
})

describe('two pictures', () => {
  const rules = { tolerances: usualTolerances, masks: [], regions: [] }

  it('are the same where every pixel is, and noise where they differ by one level', () => {
    expect(comparePictures(card(), card(), rules)).toMatchObject({ outcome: 'same', measures: null, findings: [] })
    expect(
      comparePictures(
        card(),
        card((column) => column % 2),
        rules,
      ),
    ).toMatchObject({ outcome: 'noise', measures: { largest: 1, differentPixels: 0 } })
  })

  it('of two sizes are refused', () => {
    const small = { width: 1, height: 1, data: new Uint8Array(4) }
    expect(() => comparePictures(card(), small, rules)).toThrow('pictures of 64x32 and 1x1 cannot be compared')
  })

  it('may be of one pixel', () => {
    const pixel = (value: number): Picture => ({ width: 1, height: 1, data: Uint8Array.from([value, value, value, 255]) })
    expect(comparePictures(pixel(0), pixel(200), rules)).toMatchObject({ outcome: 'changed', measures: { differentPixels: 1, differentShare: 1 } })
  })
})
