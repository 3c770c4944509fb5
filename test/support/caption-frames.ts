import pLimit from 'p-limit'
import sharp from 'sharp'
import type { Site } from '../../src/templates/site.ts'
import { noSignal } from './capture.ts'
import { sharedPage } from './shared-page.ts'

const openShared = sharedPage()
const inTurn = pLimit(1)

type Size = { readonly width: number; readonly height: number }
/** RGB, one byte each. */
export type Pixels = Size & { readonly data: Buffer }
export type Bounds = { readonly left: number; readonly top: number; readonly right: number; readonly bottom: number }

/** Frames of a page, at 30 a second. Whoever asks at the same time waits: there is one page. */
export function framesOf(site: Site, size: Size, frames: readonly number[]): Promise<readonly Pixels[]> {
  return inTurn(async () => {
    const page = await openShared(site, size)
    const pictures: Pixels[] = []
    for (const frame of frames) {
      const { data, info } = await sharp(await page.frameAt((frame * 1000) / 30, noSignal))
        .removeAlpha()
        .raw()
        .toBuffer({ resolveWithObject: true })
      pictures.push({ data, width: info.width, height: info.height })
    }
    return pictures
  })
}

/** Around all pixels that are not of the page's one colour, that of its first pixel; null where there is none. */
export function inkOf({ data, width, height }: Pixels): Bounds | null {
  const background = data.subarray(0, 3)
  let [left, top, right, bottom] = [width, height, -1, -1]
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const at = (y * width + x) * 3
      if (background.equals(data.subarray(at, at + 3))) continue
      left = Math.min(left, x)
      top = Math.min(top, y)
      right = Math.max(right, x)
      bottom = Math.max(bottom, y)
    }
  }
  return right === -1 ? null : { left, top, right, bottom }
}

/** How many pixels are near to a colour. */
export function countOf({ data }: Pixels, [red, green, blue]: readonly [number, number, number]): number {
  let count = 0
  for (let at = 0; at < data.length; at += 3) {
    const distance = Math.abs((data[at] ?? 0) - red) + Math.abs((data[at + 1] ?? 0) - green) + Math.abs((data[at + 2] ?? 0) - blue)
    if (distance < 40) count++
  }
  return count
}
