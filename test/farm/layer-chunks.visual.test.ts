import { createHash } from 'node:crypto'
import { expect, it } from 'vitest'
import { FrameComposer } from '../../src/compositor/frame-composer.ts'
import { layerScene } from '../../src/farm/layer-scene.ts'
import { cutScene } from '../../src/plan/cut-chunks.ts'
import { PhotoCache } from '../../src/farm/layer-rasters.ts'
import { noSignal, testSlot } from '../support/capture.ts'
import { ownTemplate } from '../support/own-template.ts'
import { tempFolder } from '../support/temp-folder.ts'

const size = { width: 320, height: 180 }
const frames = 240

const page = {
  style: `.picture { position: absolute; width: 640px; height: 360px; background: conic-gradient(red, gold, lime, blue, red); transform-origin: 0 0; animation: zoom 8s linear both }
    @keyframes zoom { from { transform: scale(0.5) } to { transform: translate(-160px, -90px) } }
    .title { position: absolute; left: 20px; top: 60px; font: 40px sans-serif; color: #fff; animation: in 8s both; will-change: opacity }
    @keyframes in { from { opacity: 0; transform: scale(0.4) } 50%, to { opacity: 1 } }`,
  body: '<div class="picture" data-layer></div><div class="title" data-layer>Chunks</div>',
}

/** Hashes of the frames of a scene by their numbers, rendered in chunks, each by a page that has never seen the others; of many chunks, of some. */
async function hashesOf(most: number, every = 1): Promise<ReadonlyMap<number, string>> {
  const site = await ownTemplate(page, { folder: await tempFolder(), size, durationMs: 8000 })
  const times = Array.from({ length: frames }, (_, frame) => (frame * 1000) / 30)
  const hashes = new Map<number, string>()
  await using slot = testSlot(await tempFolder(), size)
  await using composer = new FrameComposer()
  const framePage = await slot.page(noSignal)
  for (const range of cutScene({ from: 0, to: frames }, most).filter((_, index) => index % every === 0)) {
    // A copy of the site is a new one for the page, which loads it again.
    await framePage.open({ ...site }, noSignal)
    const scene = await layerScene({ page: framePage, site, frame: size, photographs: new PhotoCache(), signal: noSignal }, times)
    if ('reason' in scene) throw new Error(scene.reason)
    let number = range.from
    for await (const frame of composer.compose(scene, range)) hashes.set(number++, createHash('sha256').update(frame).digest('hex'))
  }
  return hashes
}

it('a scene of layers has the same frames in chunks of 7, 60 and 240', async () => {
  const whole = await hashesOf(240)
  expect([...whole.keys()]).toEqual(Array.from({ length: frames }, (_, frame) => frame))
  expect(new Set(whole.values()).size).toBeGreaterThan(200)
  expect(await hashesOf(60)).toEqual(whole)
  const parts = await hashesOf(7, 4)
  expect(parts.size).toBeGreaterThan(50)
  for (const [frame, hash] of parts) expect(hash, `frame ${frame}`).toBe(whole.get(frame))
})
