import { globSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { comparePictures } from '../../../src/regression/compare/compare-pictures.ts'
import { decodePng } from '../../../src/regression/picture/decode-picture.ts'
import { encodePng } from '../../../src/regression/picture/encode-picture.ts'
import { parseFrameRules } from '../../../src/regression/rules/parse-frame-rules.ts'
import { rulesFor } from '../../../src/regression/rules/rules-for.ts'
import type { Picture } from '../../../src/regression/picture/picture.ts'
import { changedChannels, photoPicture, seededNumbers } from '../../support/real-pictures.ts'

const size = { width: 192, height: 108 }
const rules = rulesFor(parseFrameRules({}, 'rules'), { scene: 1 })
const photos = readdirSync(join(import.meta.dirname, '../../../samples/photos')).filter((name) => name.endsWith('.jpg'))

/** Each photograph at three places of it. */
const photographs = photos.flatMap((photo) =>
  (['centre', 'north', 'south'] as const).map((place) => ({ name: `${photo}, ${place}`, picture: photoPicture(photo, size, place) })),
)
/** Frames with texts, as Chromium has drawn them: of every built-in template, and captions. */
const approved = join(import.meta.dirname, '../built-ins/__frames__/templates')
const texts = globSync('*/scene-*-{middle,caption-*}.png', { cwd: approved }).map((name) => ({ name, picture: decodePng(join(approved, name)) }))
const pictures = [...photographs, ...texts]

/** What makes no other picture of one: twelve ways of drawing it again. */
const redraws: Readonly<Record<string, (picture: Picture, random: () => number) => Picture | Promise<Picture>>> = {
  'the same': (picture) => ({ ...picture, data: Uint8Array.from(picture.data) }),
  'coded and decoded': async (picture) => decodePng(await encodePng(picture)),
  'rounded otherwise': (picture, random) => changedChannels(picture, (value) => value + (random() < 0.5 ? 0 : 1)),
  'rounded down': (picture, random) => changedChannels(picture, (value) => value - (random() < 0.5 ? 0 : 1)),
  'rounded up and down': (picture, random) => changedChannels(picture, (value) => value + Math.round(random() * 2 - 1)),
  'rounded up in blue': (picture) => changedChannels(picture, (value, at) => (at % 4 === 2 ? value + 1 : value)),
  'rounded up in the dark': (picture) => changedChannels(picture, (value) => (value < 60 ? value + 1 : value)),
  'rounded by rows': (picture) => changedChannels(picture, (value, at) => value + (Math.floor(at / 4 / picture.width) % 2)),
  'one level brighter at the left': (picture) => changedChannels(picture, (value, at) => value + ((at / 4) % picture.width < 100 ? 1 : 0)),
  'two levels here and there': (picture, random) => changedChannels(picture, (value) => value + (random() < 0.01 ? 2 : 0)),
  'two levels up and down': (picture, random) => changedChannels(picture, (value) => value + Math.round(random() * 4 - 2)),
  'to limited range and back': (picture) => changedChannels(picture, (value) => (Math.round(16 + (value * 219) / 255) - 16) * (255 / 219)),
}

describe('a frame that is drawn again', () => {
  it.each(Object.entries(redraws))('%s is no change, in any photograph or text', async (_name, redraw) => {
    const random = seededNumbers(7)
    for (const { name, picture } of pictures) {
      const before = await picture
      const { outcome, findings } = comparePictures(before, await redraw(before, random), rules)
      expect.soft({ name, changed: outcome === 'changed', findings }).toEqual({ name, changed: false, findings: [] })
    }
  })

  it('is looked at 600 times above, 100 times with texts', () => {
    expect(Object.keys(redraws).length * pictures.length).toBeGreaterThanOrEqual(600)
    expect(Object.keys(redraws).length * texts.length).toBeGreaterThanOrEqual(100)
  })
})
