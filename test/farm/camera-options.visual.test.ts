import { join } from 'node:path'
import sharp from 'sharp'
import { describe, expect, it } from 'vitest'
import { presetNames } from '../../src/film/ken-burns-presets.ts'
import { noSignal } from '../support/capture.ts'
import { photoScene } from '../support/photo-scene.ts'
import { sharedPage } from '../support/shared-page.ts'
import { tempFolder } from '../support/temp-folder.ts'

const openShared = sharedPage()
const size = { width: 160, height: 90 }
const seconds = 1

/** The part of the photograph that fills the frame, in 0..1 of it: its middle and its width. */
type View = { readonly x: number; readonly y: number; readonly width: number }

/** A photograph that says in its colours where in it one is: red grows to the right, green downwards. */
async function writeMap(folder: string): Promise<void> {
  const [width, height] = [512, 288]
  const at = (index: number) => [(index % width) / (width - 1), Math.floor(index / width) / (height - 1), 0]
  const pixels = Buffer.from(Array.from({ length: width * height }, (_, index) => at(index).map((part) => Math.round(part * 255))).flat())
  await sharp(pixels, { raw: { width, height, channels: 3 } })
    .png()
    .toFile(join(folder, 'map.png'))
}

/** What is seen in the first frame, half-way, and at the end. */
async function viewsOf(scene: Readonly<Record<string, unknown>>): Promise<readonly [View, View, View]> {
  const folder = await tempFolder()
  await writeMap(folder)
  const { site } = await photoScene(folder, 'map.png', { size, seconds, scene })
  const page = await openShared(site, size)
  const view = async (timeMs: number): Promise<View> => {
    const { data, info } = await sharp(await page.frameAt(timeMs, noSignal))
      .removeAlpha()
      .raw()
      .toBuffer({ resolveWithObject: true })
    const placeAt = (x: number, y: number, channel: number) => (data[(y * info.width + x) * 3 + channel] ?? 0) / 255
    const [left, right] = [placeAt(8, 45, 0), placeAt(152, 45, 0)]
    return { x: (left + right) / 2, y: (placeAt(80, 4, 1) + placeAt(80, 86, 1)) / 2, width: ((right - left) * 160) / 144 }
  }
  return [await view(0), await view(500), await view(999.9)]
}

/** Two code values of the colours that are measured. */
const near = (value: number) => expect.closeTo(value, 1.7)

describe('what a scene says of its camera is seen', () => {
  it.each(presetNames)('in the first and the last frame of the preset %s', async (preset) => {
    const [first, , last] = await viewsOf({ kenBurns: { preset, amount: 0.4 } })
    const isIn = (side: string) => preset.split('-').includes(side)
    const direction = (negative: string, positive: string) => (isIn(negative) ? -1 : isIn(positive) ? 1 : 0)
    const moved = (by: number) => (Math.abs(by) < 0.02 ? 0 : Math.sign(by))
    expect({ x: moved(last.x - first.x), y: moved(last.y - first.y) }).toEqual({
      x: direction('left', 'right'),
      y: direction('up', 'down'),
    })
    // All of it at a scale of 1.
    expect([first.width, last.width]).toEqual(
      isIn('pan') ? [near(1 / 1.4), near(1 / 1.4)] : isIn('in') ? [near(1), near(1 / 1.4)] : [near(1 / 1.4), near(1)],
    )
  })

  it.each([0.1, 0.6])('of the amount %d', async (amount) => {
    const [first, , last] = await viewsOf({ kenBurns: { preset: 'zoom-in', amount } })
    expect([first.width, last.width]).toEqual([near(1), near(1 / (1 + amount))])
  })

  it('of six numbers: scales and points', async () => {
    const kenBurns = { startScale: 2, endScale: 4, startX: 0.3, startY: 0.6, endX: 0.7, endY: 0.4, easing: 'linear' }
    expect(await viewsOf({ kenBurns })).toEqual([
      { x: near(0.3), y: near(0.6), width: near(0.5) },
      expect.anything(),
      { x: near(0.7), y: near(0.4), width: near(0.25) },
    ])
  })

  it('of two rectangles', async () => {
    const kenBurns = { from: { x: 0.1, y: 0.2, width: 0.6 }, to: { x: 0.5, y: 0.4, width: 0.4 }, easing: 'linear' }
    const [first, middle, last] = await viewsOf({ kenBurns })
    expect([first, last]).toEqual([
      { x: near(0.4), y: near(0.5), width: near(0.6) },
      { x: near(0.7), y: near(0.6), width: near(0.4) },
    ])
    expect(middle.width).toBeLessThan(first.width)
    expect(middle.width).toBeGreaterThan(last.width)
  })

  it.each([
    ['linear', 0.5],
    ['ease', 0.802],
    ['ease-in', 0.315],
    ['ease-out', 0.685],
    ['ease-in-out', 0.5],
    ['cubic-bezier(0.9, 0, 1, 0.1)', 0.04],
  ])('of the easing %s', async (easing, half) => {
    const [, middle] = await viewsOf({ kenBurns: { startScale: 2, endScale: 2, startX: 0.3, endX: 0.7, startY: 0.5, endY: 0.5, easing } })
    expect(middle.x).toEqual(near(0.3 + 0.4 * half))
  })

  it('of a focus: a point that stays in the frame', async () => {
    const [, , last] = await viewsOf({ focus: { x: 0.9, y: 0.1 }, kenBurns: { preset: 'zoom-in', amount: 1 } })
    expect(last.x + last.width / 2).toBeGreaterThan(0.9)
    expect(last.x).toBeGreaterThan(0.6)
    expect(last.y).toBeLessThan(0.4)
  })

  it.each([
    [90, { red: 'grows downwards', green: 'shrinks to the right' }],
    [180, { red: 'shrinks to the right', green: 'shrinks downwards' }],
    [270, { red: 'shrinks downwards', green: 'grows to the right' }],
  ])('of a rotation by %d degrees', async (rotation, expected) => {
    const folder = await tempFolder()
    await writeMap(folder)
    const { site } = await photoScene(folder, 'map.png', { size, scene: { rotation, kenBurns: { startScale: 1, endScale: 1 } } })
    const page = await openShared(site, size)
    const { data } = await sharp(await page.frameAt(0, noSignal))
      .removeAlpha()
      .raw()
      .toBuffer({ resolveWithObject: true })
    const change = (channel: number) => {
      const value = (x: number, y: number) => data[(y * size.width + x) * 3 + channel] ?? 0
      const [across, down] = [value(150, 45) - value(10, 45), value(80, 84) - value(80, 6)]
      const [by, where] = Math.abs(across) > Math.abs(down) ? [across, 'to the right'] : [down, 'downwards']
      return `${by > 0 ? 'grows' : 'shrinks'} ${where}`
    }
    expect({ red: change(0), green: change(1) }).toEqual(expected)
  })
})
