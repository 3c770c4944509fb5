import sharp from 'sharp'
import { afterAll } from 'vitest'
import { FrameComposer } from '../../src/compositor/frame-composer.ts'
import { layerScene } from '../../src/farm/layer-scene.ts'
import { openLive } from '../../src/farm/live-sheet.ts'
import type { Site } from '../../src/templates/site.ts'
import { PhotoCache } from '../../src/farm/layer-rasters.ts'
import { noSignal } from './capture.ts'
import type { Grey } from './motion-error.ts'
import { sharedPage } from './shared-page.ts'

const openShared = sharedPage()
/** For live layers: a page of which a corner was drawn is loaded again for the whole of it. */
const openOther = sharedPage()
const composer = new FrameComposer()
afterAll(() => composer[Symbol.asyncDispose]())

type Size = { readonly width: number; readonly height: number }

/** The luma of one frame, full range, as the compositor made it and as Chromium draws it. */
type FramePair = { readonly frame: number; readonly composed: Grey; readonly shown: Grey }

/** The same frames of a scene by layers and by lossless screenshots. @throws where the page cannot be drawn by layers */
export async function layersAndShots(site: Site, size: Size, { frames, every }: { frames: number; every: number }): Promise<readonly FramePair[]> {
  const page = await openShared(site, size)
  const times = Array.from({ length: frames }, (_, frame) => (frame * 1000) / 30)
  const scene = await layerScene({ page, site, frame: size, photographs: new PhotoCache(), signal: noSignal }, times)
  if ('reason' in scene) throw new Error(scene.reason)
  const live = { site, timeOf: (frame: number) => times[frame] ?? 0, signal: noSignal }
  const takeLive = scene.sheet ? await openLive(await openOther(site, size), { ...live, sheet: scene.sheet }) : undefined
  const pairs: FramePair[] = []
  // Of frames that lie apart, none between them is put together.
  const run = every === 1 ? frames : 1
  for (let from = 0; from < frames; from += Math.max(run, every)) {
    let frame = from
    for await (const composed of composer.compose(scene, { from, to: from + run }, takeLive)) {
      const shown = await page.frameAt(times[frame] ?? 0, noSignal)
      pairs.push({ frame, composed: lumaOfFrame(composed, size), shown: await lumaOfPng(shown) })
      frame++
    }
    if (frame !== from + run) throw new Error(`${frame - from} frames came, not ${run}`)
  }
  return pairs
}

async function lumaOfPng(png: Buffer): Promise<Grey> {
  const { data, info } = await sharp(png).removeAlpha().raw().toBuffer({ resolveWithObject: true })
  const luma = new Float32Array(info.width * info.height)
  for (let at = 0; at < luma.length; at++)
    luma[at] = 0.2126 * (data[at * 3] ?? 0) + 0.7152 * (data[at * 3 + 1] ?? 0) + 0.0722 * (data[at * 3 + 2] ?? 0)
  return { data: luma, width: info.width, height: info.height }
}

/** Of a raw frame of limited range, whose luma comes first. */
export function lumaOfFrame(frame: Uint8Array, { width, height }: Size): Grey {
  const luma = new Float32Array(width * height)
  for (let at = 0; at < luma.length; at++) luma[at] = (((frame[at] ?? 0) - 16) * 255) / 219
  return { data: luma, width, height }
}
