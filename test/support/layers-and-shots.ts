import sharp from 'sharp'
import { composeFrames } from '../../src/compositor/compose-frames.ts'
import { layerScene } from '../../src/farm/layer-scene.ts'
import type { Site } from '../../src/templates/site.ts'
import { noSignal, testSlot } from './capture.ts'
import type { Grey } from './motion-error.ts'
import { tempFolder } from './temp-folder.ts'

type Size = { readonly width: number; readonly height: number }

/** One frame, as the compositor made it and as Chromium draws it: RGB, full range, and its luma. */
export type FramePair = { readonly frame: number; readonly composed: Picture; readonly shown: Picture }
type Picture = { readonly rgb: Float32Array; readonly luma: Grey }

/** The same frames of a scene by layers and by lossless screenshots. @throws where the page cannot be drawn by layers */
export async function layersAndShots(site: Site, size: Size, { frames, every }: { frames: number; every: number }): Promise<readonly FramePair[]> {
  await using slot = testSlot(await tempFolder(), size)
  const page = await slot.page(noSignal)
  await page.open(site, noSignal)
  const times = Array.from({ length: frames }, (_, frame) => (frame * 1000) / 30)
  const scene = await layerScene({ page, site, frame: size, signal: noSignal }, times)
  if ('reason' in scene) throw new Error(scene.reason)
  const pairs: FramePair[] = []
  let frame = 0
  for await (const composed of composeFrames(scene, { from: 0, to: frames })) {
    if (frame % every === 0) {
      const shown = await page.frameAt(times[frame] ?? 0, noSignal)
      pairs.push({ frame, composed: pictureOf(rgbOfFrame(composed, size), size), shown: pictureOf(await rgbOfPng(shown), size) })
    }
    frame++
  }
  return pairs
}

function pictureOf(rgb: Float32Array, { width, height }: Size): Picture {
  const luma = Float32Array.from(
    { length: width * height },
    (_, at) => 0.2126 * (rgb[at * 3] ?? 0) + 0.7152 * (rgb[at * 3 + 1] ?? 0) + 0.0722 * (rgb[at * 3 + 2] ?? 0),
  )
  return { rgb, luma: { data: luma, width, height } }
}

async function rgbOfPng(png: Buffer): Promise<Float32Array> {
  return Float32Array.from(await sharp(png).removeAlpha().raw().toBuffer())
}

/** BT.709 limited range to RGB. Chroma is taken from the nearest sample: right within areas of one colour. */
function rgbOfFrame(frame: Buffer, { width, height }: Size): Float32Array {
  const rgb = new Float32Array(3 * width * height)
  const [u, v] = [width * height, (width * height * 5) / 4]
  for (let row = 0; row < height; row++) {
    for (let column = 0; column < width; column++) {
      const chroma = (row >> 1) * (width / 2) + (column >> 1)
      const y = (((frame[row * width + column] ?? 0) - 16) * 255) / 219
      const cb = (((frame[u + chroma] ?? 0) - 128) * 255) / 224
      const cr = (((frame[v + chroma] ?? 0) - 128) * 255) / 224
      rgb.set([y + 1.5748 * cr, y - 0.1873 * cb - 0.4681 * cr, y + 1.8556 * cb], (row * width + column) * 3)
    }
  }
  return rgb
}
