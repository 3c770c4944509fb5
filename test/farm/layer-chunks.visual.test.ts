import { createHash } from 'node:crypto'
import { expect, it } from 'vitest'
import { FrameComposer } from '../../src/compositor/frame-composer.ts'
import { layerScene } from '../../src/farm/layer-scene.ts'
import { openLive } from '../../src/farm/live-sheet.ts'
import { cutScene } from '../../src/plan/cut-chunks.ts'
import { PhotoCache } from '../../src/farm/layer-rasters.ts'
import { noSignal, testSlot } from '../support/capture.ts'
import { ownTemplate, type OwnTemplate } from '../support/own-template.ts'
import { tempFolder } from '../support/temp-folder.ts'

const size = { width: 320, height: 180 }
const frames = 240

const moving = {
  style: `.picture { position: absolute; width: 640px; height: 360px; background: conic-gradient(red, gold, lime, blue, red); transform-origin: 0 0; animation: zoom 8s linear both }
    @keyframes zoom { from { transform: scale(0.5) } to { transform: translate(-160px, -90px) } }
    .title { position: absolute; left: 20px; top: 60px; font: 40px sans-serif; color: #fff; animation: in 8s both; will-change: opacity }
    @keyframes in { from { opacity: 0; transform: scale(0.4) } 50%, to { opacity: 1 } }`,
  body: '<div class="picture" data-layer></div><div class="title" data-layer>Chunks</div>',
}

/** Hashes of the frames of a scene by their numbers, rendered in chunks, each by a page that has never seen the others; of many chunks, of some. */
async function hashesOf(page: OwnTemplate, most: number, every = 1): Promise<ReadonlyMap<number, string>> {
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
    const live = { site, timeOf: (frame: number) => times[frame] ?? 0, signal: noSignal }
    const takeLive = scene.sheet ? await openLive(framePage, { ...live, sheet: scene.sheet }) : undefined
    for await (const frame of composer.compose(scene, range, takeLive)) hashes.set(number++, createHash('sha256').update(frame).digest('hex'))
  }
  return hashes
}

/** The picture as above, its colours moved by script, below live layers: a canvas, and words that move, blur and turn on a layer of their own. */
const livePage = {
  style: `${moving.style}
    .live { position: absolute; left: 11px; top: 60.5px; width: 150px; height: 70px; overflow: hidden; isolation: isolate }
    .live b { position: absolute; font: 30px serif; color: #fff; will-change: transform; animation: across 8s linear both }
    @keyframes across { from { transform: scale(0.6); filter: blur(4px) } to { transform: translateX(60px) rotate(9deg) scale(1.3) } }
    canvas { position: absolute; right: 5px; top: 9px; width: 61px; height: 61px }`,
  body: `<div class="picture" data-layer></div><div class="live" data-layer="live"><b>Chunks</b></div>
    <canvas width="61" height="61" data-layer="live"></canvas>`,
  script: `const context = document.querySelector('canvas').getContext('2d')
    onSeek((ms) => {
      context.clearRect(0, 0, 61, 61)
      context.fillStyle = 'hsl(' + ms / 20 + 'deg 90% 60% / 0.7)'
      context.fillRect(ms / 200, 3.3, 20, 44)
    })`,
}

it.each([
  ['layers', moving],
  ['live layers', livePage],
])('a scene of %s has the same frames in chunks of 7, 60 and 240', async (_name, page) => {
  const whole = await hashesOf(page, 240)
  expect([...whole.keys()]).toEqual(Array.from({ length: frames }, (_, frame) => frame))
  expect(new Set(whole.values()).size).toBeGreaterThan(200)
  expect(await hashesOf(page, 60)).toEqual(whole)
  const parts = await hashesOf(page, 7, 4)
  expect(parts.size).toBeGreaterThan(50)
  for (const [frame, hash] of parts) expect(hash, `frame ${frame}`).toBe(whole.get(frame))
})
