import type { FramePage } from '../browser/frame-page.ts'
import { FrameComposer } from '../compositor/frame-composer.ts'
import { planesOfPixels } from '../compositor/planes.ts'
import type { Site } from '../templates/site.ts'
import { decode } from './layer-rasters.ts'
import type { DrawnScene } from './layer-scene.ts'
import { openLive } from './live-sheet.ts'

/** Squares of so many luma samples are compared by their mean: how finely a picture was resampled does not count, what it shows does. */
const blockPx = 8
/** Code values. An edge that Chromium has half a pixel elsewhere makes 12, a letter that is missing some 40. */
const tolerance = 16

export type LayerCheck = {
  readonly page: FramePage
  readonly site: Site
  /** Of every frame of the scene. */
  readonly timesMs: readonly number[]
  /** Which frames are compared. */
  readonly frames: readonly number[]
  readonly signal: AbortSignal
}

/**
 * Holds frames that are put together from layers against pictures of the page at the same times.
 * @returns where they differ, in words; null where they do not
 * @throws as FramePage.pictureAt
 */
export async function verifyLayers(layers: DrawnScene, { page, site, timesMs, frames, signal }: LayerCheck): Promise<string | null> {
  if (frames.length === 0) return null
  await using composer = new FrameComposer()
  composer.warmUp()
  const timeOf = (frame: number) => timesMs[frame] ?? 0
  const pictures = new Map<number, Buffer>()
  for (const frame of new Set(frames)) pictures.set(frame, await page.pictureAt(timeOf(frame), signal))
  const takeLive = layers.sheet ? await openLive(page, { site, sheet: layers.sheet, timeOf, signal }) : undefined
  for (const [frame, picture] of pictures) {
    const shown = await planesOf(picture)
    for await (const composed of composer.compose(layers, { from: frame, to: frame + 1 }, takeLive)) {
      const difference = largestDifference(composed, shown, layers.frame)
      const at = (timeOf(frame) / 1000).toFixed(2)
      if (difference > tolerance) return `at ${at} s they differ from a picture of the page by ${Math.round(difference)} of 255`
    }
  }
  return null
}

async function planesOf(picture: Buffer): Promise<Uint8Array> {
  const { y, u, v } = planesOfPixels({ ...(await decode(picture)), channels: 3 })
  return Buffer.concat([y, u, v])
}

/** The largest difference of the means of two squares at the same place, in brightness or colour. Both are planar YUV 4:2:0. */
function largestDifference(one: Uint8Array, other: Uint8Array, { width, height }: { readonly width: number; readonly height: number }): number {
  const luma = width * height
  const planes = [
    { at: 0, width, height, block: blockPx },
    { at: luma, width: width / 2, height: height / 2, block: blockPx / 2 },
    { at: (luma * 5) / 4, width: width / 2, height: height / 2, block: blockPx / 2 },
  ]
  return Math.max(...planes.map((plane) => differenceOfPlane(one, other, plane)))
}

type Plane = { readonly at: number; readonly width: number; readonly height: number; readonly block: number }

function differenceOfPlane(one: Uint8Array, other: Uint8Array, { at, width, height, block }: Plane): number {
  let largest = 0
  for (let top = 0; top + block <= height; top += block) {
    for (let left = 0; left + block <= width; left += block) {
      let sum = 0
      for (let row = top; row < top + block; row++) {
        for (let index = at + row * width + left, end = index + block; index < end; index++) sum += (one[index] ?? 0) - (other[index] ?? 0)
      }
      largest = Math.max(largest, Math.abs(sum) / block ** 2)
    }
  }
  return largest
}
