import { join } from 'node:path'
import sharp from 'sharp'
import { describe, expect, it } from 'vitest'
import { checkDraft } from '../../src/farm/check-draft.ts'
import { draftScene } from '../../src/farm/draft-scene.ts'
import { noSignal } from '../support/capture.ts'
import { rawFrames } from '../support/draft-frames.ts'
import { layersAndShots, lumaOfFrame } from '../support/layers-and-shots.ts'
import { photoScene } from '../support/photo-scene.ts'
import { ssim } from '../support/ssim.ts'
import { sharedPage } from '../support/shared-page.ts'
import { tempFolder } from '../support/temp-folder.ts'

const openShared = sharedPage()
const size = { width: 480, height: 270 }
const brook = join(import.meta.dirname, '../../samples/photos/brook.jpg')

/** A tall photograph, smooth at the size at which it is shown. */
async function tallPhoto(): Promise<string> {
  const folder = await tempFolder()
  await sharp(brook).resize({ width: 300, height: 450, fit: 'cover' }).blur(2).png().toFile(join(folder, 'photo.png'))
  return folder
}

/** Red, green and blue at a place of the frame. */
async function frameOf(folder: string, fields: Parameters<typeof photoScene>[2], timeMs = 0) {
  const { site } = await photoScene(folder, 'photo.png', fields)
  const page = await openShared(site, fields.size)
  const { data, info } = await sharp(await page.frameAt(timeMs, noSignal))
    .removeAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true })
  return (x: number, y: number) => [...data.subarray((y * info.width + x) * 3, (y * info.width + x) * 3 + 3)]
}

const moves = [
  ['contain', { fit: 'contain' }],
  ['contain with a pan', { fit: 'contain', kenBurns: { preset: 'pan-left', amount: 0.4 } }],
  ['contain enlarged beyond the frame', { fit: 'contain', kenBurns: { startScale: 1, endScale: 3 } }],
  ['blur-fill', { fit: 'blur-fill' }],
  ['blur-fill with a zoom', { fit: 'blur-fill', kenBurns: { preset: 'zoom-out', amount: 0.5 } }],
  ['a turned photograph', { rotation: -7 }],
  ['a photograph on its side, seen whole', { rotation: 90, fit: 'blur-fill' }],
  ['a move between rectangles', { kenBurns: { from: { x: 0, y: 0.1, width: 1 }, to: { x: 0.3, y: 0.5, width: 0.5 } } }],
  ['a move about a focus', { focus: { x: 0.8, y: 0.2 }, kenBurns: { preset: 'zoom-in' } }],
] as const

describe('a photograph in the frame', () => {
  it.each(moves)('is the same by layers as in a screenshot: %s', async (_name, scene) => {
    const folder = await tallPhoto()
    const { site } = await photoScene(folder, 'photo.png', { size, scene, background: '#336699' })
    const pairs = await layersAndShots(site, size, { frames: 30, every: 14 })
    expect(pairs.map(({ frame }) => frame)).toEqual([0, 14, 28])
    for (const { frame, composed, shown } of pairs) expect(ssim(composed, shown), `SSIM of frame ${frame}`).toBeGreaterThan(0.99)
  })

  it('that is contained has the background around it, right up to its edges, at all times', async () => {
    const folder = await tempFolder()
    await sharp({ create: { width: 300, height: 450, channels: 3, background: '#ff0000' } })
      .png()
      .toFile(join(folder, 'photo.png'))
    const at = await frameOf(folder, { size, scene: { fit: 'contain', kenBurns: { startScale: 1 } }, background: '#336699' }, 500)
    // 180 x 270 in the middle of 480 x 270.
    for (const x of [0, 148, 331, 479]) expect(at(x, 135), `${x}`).toEqual([0x33, 0x66, 0x99])
    for (const x of [151, 240, 328]) expect(at(x, 135), `${x}`).toEqual([255, 0, 0])
  })

  it('that is blur-filled has itself around it, blurred', async () => {
    const folder = await tempFolder()
    const [top, below] = ['#ff0000', '#0000ff'].map((fill, index) => `<rect y="${index * 225}" width="300" height="225" fill="${fill}"/>`)
    await sharp(Buffer.from(`<svg xmlns="http://www.w3.org/2000/svg" width="300" height="450">${top}${below}</svg>`))
      .png()
      .toFile(join(folder, 'photo.png'))
    const at = await frameOf(folder, { size, scene: { fit: 'blur-fill', kenBurns: { startScale: 1 } } })
    expect(at(20, 20)).toEqual([255, 0, 0])
    expect(at(460, 250)).toEqual([0, 0, 255])
    // Sharp within the photograph, and not beside it.
    const [red = 0, , blue = 0] = at(20, 135)
    expect(Math.min(red, blue)).toBeGreaterThan(90)
    expect(at(240, 126)).toEqual([255, 0, 0])
    expect(at(240, 144)).toEqual([0, 0, 255])
  })

  it('that is turned fills the frame with what it has, upright', async () => {
    const folder = await tempFolder()
    const halves = '<rect width="200" height="300" fill="#f00"/><rect x="200" width="200" height="300" fill="#00f"/>'
    await sharp(Buffer.from(`<svg xmlns="http://www.w3.org/2000/svg" width="400" height="300">${halves}</svg>`))
      .png()
      .toFile(join(folder, 'photo.png'))
    const at = await frameOf(folder, { size, scene: { rotation: 90, kenBurns: { startScale: 1 } } })
    // What was on the left is above.
    for (const x of [100, 400])
      expect([at(x, 30), at(x, 240)]).toEqual([
        [255, 0, 0],
        [0, 0, 255],
      ])
  })
})

describe('a draft method', () => {
  it.each(['zoompan', 'crossfade'] as const)('draws focus, rectangles and rotation: %s', async (method) => {
    const folder = await tallPhoto()
    for (const scene of [moves[5][1], moves[7][1], moves[8][1]]) {
      const { scene: planned, site, images } = await photoScene(folder, 'photo.png', { size, scene })
      const output = { ...size, fps: { num: 30, den: 1 }, quality: 'standard', codec: 'h264' } as const
      const draft = await draftScene(planned, method, { images, workFolder: folder, output })
      const [first = Buffer.of()] = await rawFrames(draft({ from: 0, to: 1 }), size)
      const [pair] = await layersAndShots(site, size, { frames: 1, every: 1 })
      expect(pair && ssim(lumaOfFrame(first, size), pair.shown)).toBeGreaterThan(0.95)
    }
  })

  it.each(['contain', 'blur-fill'] as const)('refuses fit %s, and says what to do', async (fit) => {
    const folder = await tallPhoto()
    const { scene } = await photoScene(folder, 'photo.png', { size, scene: { fit } })
    const check = () => checkDraft({ scenes: [scene] }, 'zoompan', () => undefined)
    expect(check).toThrow(`this scene has fit ${fit}`)
    expect(check).toThrow(expect.objectContaining({ code: 'TEMPLATE_FAILED', hint: 'Use --method auto.' }))
  })
})
