import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import sharp from 'sharp'
import { describe, expect, it } from 'vitest'
import { turnedPoint, turnedSize } from '../../src/assets/turn-image.ts'
import { fourColours, fourColoursPicture, fourColoursSize } from '../support/four-colours.ts'
import { preparedImage } from '../support/prepared-image.ts'
import { tempFolder } from '../support/temp-folder.ts'

const [leftAbove, rightAbove, leftBelow, rightBelow] = fourColours
const quarters = [
  [0.25, 0.25],
  [0.75, 0.25],
  [0.25, 0.75],
  [0.75, 0.75],
] as const

/** A white line, 6 pixels thick, through the middle of a grey picture. */
async function lineAt(degrees: number, path: string): Promise<void> {
  const line = `<line x1="-500" x2="500" y1="0" y2="0" stroke="#fff" stroke-width="6" transform="translate(200 150) rotate(${degrees})"/>`
  await sharp(
    Buffer.from(`<svg xmlns="http://www.w3.org/2000/svg" width="400" height="300"><rect width="400" height="300" fill="#606060"/>${line}</svg>`),
  )
    .png()
    .toFile(path)
}

/** How far the line is from level, in degrees. */
async function slopeOf(path: string): Promise<number> {
  const { data, info } = await sharp(path).greyscale().raw().toBuffer({ resolveWithObject: true })
  const centre = (column: number) => {
    const bright = Array.from({ length: info.height }, (_, row) => Math.max(0, (data[row * info.width + column] ?? 0) - 110))
    return bright.reduce((sum, value, row) => sum + value * row, 0) / bright.reduce((sum, value) => sum + value, 0)
  }
  const [left, right] = [Math.round(info.width * 0.2), Math.round(info.width * 0.8)]
  return (Math.atan2(centre(right) - centre(left), right - left) * 180) / Math.PI
}

describe('an image that is turned', () => {
  it.each([
    [90, [leftBelow, leftAbove, rightBelow, rightAbove]],
    [180, [rightBelow, leftBelow, rightAbove, leftAbove]],
    [270, [rightAbove, rightBelow, leftAbove, leftBelow]],
  ] as const)('by %d degrees is exact, clockwise', async (rotation, expected) => {
    const path = join(await tempFolder(), 'colours.png')
    await fourColoursPicture().png().toFile(path)
    const { colourAt, metadata } = await preparedImage(path, { rotation })
    expect(quarters.map(([x, y]) => colourAt(x, y))).toEqual(expected)
    expect({ width: metadata.width, height: metadata.height }).toEqual(turnedSize(fourColoursSize, rotation))
  })

  it('is turned after its own orientation', async () => {
    const path = join(await tempFolder(), 'colours.png')
    // Stored upside down, as EXIF says.
    await fourColoursPicture().rotate(180).withMetadata({ orientation: 3 }).png().toFile(path)
    const { colourAt } = await preparedImage(path, { rotation: 90 })
    expect(colourAt(0.75, 0.25)).toEqual([...leftAbove])
  })

  it.each([-15, -4.5, 2, 12])('by %d degrees is level where it was crooked by as much the other way', async (rotation) => {
    const path = join(await tempFolder(), 'line.png')
    await lineAt(-rotation, path)
    const prepared = await preparedImage(path, { rotation })
    expect(Math.abs(await slopeOf(prepared.path))).toBeLessThan(0.1)
  })

  it.each([-15, -3, 0.5, 15])('by %d degrees keeps its shape and shows no corner, in every shape', async (rotation) => {
    const folder = await tempFolder()
    for (const size of [
      { width: 400, height: 300 },
      { width: 200, height: 500 },
    ]) {
      const path = join(folder, `${size.width}.png`)
      await sharp({ create: { ...size, channels: 3, background: '#fff' } })
        .png()
        .toFile(path)
      const { path: prepared, metadata } = await preparedImage(path, { rotation })
      expect(metadata.width / metadata.height).toBeCloseTo(size.width / size.height, 1)
      expect(Math.min(...(await sharp(prepared).stats()).channels.map(({ min }) => min))).toBe(255)
    }
  })

  it('has all the pixels that its camera can use: it is turned before it is made smaller, a drawing at the size that it needs', async () => {
    const path = join(await tempFolder(), 'drawing.svg')
    const drawing =
      '<svg xmlns="http://www.w3.org/2000/svg" width="40" height="30"><rect width="20" height="30" fill="#f00"/><rect x="20" width="20" height="30" fill="#00f"/></svg>'
    await writeFile(path, drawing)
    const { metadata, path: prepared } = await preparedImage(path, { width: 600, height: 800, rotation: 90 })
    expect(metadata).toMatchObject({ width: 600, height: 800 })
    // An edge that was enlarged would take several pixels; drawn at its size it takes one.
    const { data, info } = await sharp(prepared).raw().toBuffer({ resolveWithObject: true })
    const between = Array.from({ length: 800 }, (_, row) => data[(row * info.width + 300) * info.channels] ?? 0).filter(
      (red) => red > 20 && red < 235,
    )
    expect(between.length).toBeLessThanOrEqual(2)
  })

  it('has its points where they are seen', () => {
    const size = { width: 400, height: 300 }
    expect(turnedPoint({ x: 0.1, y: 0.2 }, size, 90)).toEqual({ x: expect.closeTo(0.8), y: expect.closeTo(0.1) })
    expect(turnedPoint({ x: 0.1, y: 0.2 }, size, 180)).toEqual({ x: expect.closeTo(0.9), y: expect.closeTo(0.8) })
    expect(turnedPoint({ x: 0.5, y: 0.5 }, size, 7)).toEqual({ x: 0.5, y: 0.5 })
    expect(turnedPoint({ x: 0, y: 0 }, size, 7)).toEqual({ x: expect.any(Number), y: 0 })
  })
})

describe('a backdrop', () => {
  it('has exactly the size of the frame, and nothing sharp in it', async () => {
    const path = join(await tempFolder(), 'stripes.png')
    const stripes = Array.from({ length: 40 }, (_, index) => `<rect x="${index * 10}" width="5" height="300" fill="#fff"/>`).join('')
    await sharp(Buffer.from(`<svg xmlns="http://www.w3.org/2000/svg" width="400" height="300"><rect width="400" height="300"/>${stripes}</svg>`))
      .png()
      .toFile(path)
    const { path: prepared, metadata } = await preparedImage(path, { width: 320, height: 570, isBackdrop: true })
    expect(metadata).toMatchObject({ width: 320, height: 570 })
    // Away from its edges, where half of what would be blurred is not there.
    const middle = await sharp(prepared).extract({ left: 40, top: 0, width: 240, height: 570 }).png().toBuffer()
    const [red] = (await sharp(middle).stats()).channels
    expect((red?.max ?? 0) - (red?.min ?? 0)).toBeLessThan(12)
  })

  it('is the same photograph: cut to the frame about its middle', async () => {
    const path = join(await tempFolder(), 'halves.png')
    await fourColoursPicture().png().toFile(path)
    const { colourAt } = await preparedImage(path, { width: 90, height: 160, isBackdrop: true })
    const near = (colour: readonly number[], wanted: readonly number[]) =>
      Math.max(...colour.map((value, index) => Math.abs(value - (wanted[index] ?? 0))))
    for (const [index, [x, y]] of quarters.entries()) expect(near(colourAt(x, y), fourColours[index] ?? [])).toBeLessThan(45)
  })
})
