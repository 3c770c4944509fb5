import { join } from 'node:path'
import sharp from 'sharp'
import { describe, expect, it } from 'vitest'
import { middleFrame } from '../../src/encoder/crossfade-frames.ts'
import { cutScene } from '../../src/plan/cut-chunks.ts'
import { viewAt } from '../../src/plan/view-at.ts'
import { noSignal, testSlot } from '../support/capture.ts'
import { draftAndPage, rawFrames } from '../support/draft-frames.ts'
import { cut, exactResample, rms, shiftBetween, type Grey } from '../support/motion-error.ts'
import { ssim } from '../support/ssim.ts'
import { tempFolder } from '../support/temp-folder.ts'

type Size = { readonly width: number; readonly height: number }

const size = { width: 480, height: 270 }

/** Smooth at the size at which it is shown: then how a picture is resampled does not count, only where it is. */
async function photoIn(folder: string, photo: Size): Promise<string> {
  await sharp(join(import.meta.dirname, '../../samples/photos/brook.jpg'))
    .resize({ ...photo, fit: 'cover' })
    .blur(Math.max(1.2, (1.2 * photo.width) / size.width))
    .png()
    .toFile(join(folder, 'photo.png'))
  return 'photo.png'
}

/** Luma, full range. */
function lumaOfRaw(frame: Buffer, { width, height }: Size): Grey {
  return { data: Float32Array.from(frame.subarray(0, width * height), (value) => ((value - 16) * 255) / 219), width, height }
}

async function lumaOfPicture(picture: Buffer | string): Promise<Grey> {
  const { data, info } = await sharp(picture).removeAlpha().raw().toBuffer({ resolveWithObject: true })
  const { width, height } = info
  const luma = (at: number) => 0.2126 * (data[at * 3] ?? 0) + 0.7152 * (data[at * 3 + 1] ?? 0) + 0.0722 * (data[at * 3 + 2] ?? 0)
  return { data: Float32Array.from({ length: width * height }, (_, at) => luma(at)), width, height }
}

const frames = 240
const eased = { startScale: 1.05, endScale: 1.4, endX: 0.3, endY: 0.6, easing: 'cubic-bezier(0.3, 0, 0.1, 1)' }
const portrait = { startScale: 1, startY: 0.3, endScale: 1.2, endY: 0.7, easing: 'ease-out' }

describe.each(['zoompan', 'crossfade'] as const)('%s', (method) => {
  it('gives the same frames whatever the chunks are', async () => {
    const folder = await tempFolder()
    const { draft } = await draftAndPage(folder, method, { photo: await photoIn(folder, { width: 800, height: 600 }), size, frames, move: eased })
    const whole = await rawFrames(draft({ from: 0, to: frames }), size)
    expect(whole).toHaveLength(frames)
    const middle = middleFrame(frames)
    for (const most of [7, 60]) {
      const ranges = cutScene({ from: 0, to: frames }, most)
      // Of the many short ones a few, with the one that has the middle still in it.
      for (const range of ranges.filter(({ from, to }, index) => most > 7 || index % 8 === 1 || (from <= middle && middle < to))) {
        const part = await rawFrames(draft(range), size)
        expect(part).toHaveLength(range.to - range.from)
        for (const [index, frame] of part.entries())
          expect(frame.equals(whole[range.from + index] ?? Buffer.of()), `frame ${range.from + index}`).toBe(true)
      }
    }
  })

  it.each([
    ['an eased zoom', { width: 800, height: 600 }, eased],
    ['a portrait photo with few pixels in a landscape frame', { width: 300, height: 450 }, portrait],
    ['a photo with many pixels', { width: 1600, height: 1200 }, { preset: 'pan-left', easing: 'ease-in' }],
  ] as const)('shows what the page shows where it stands still, of %s', async (_name, photo, move) => {
    const folder = await tempFolder()
    const { draft, site } = await draftAndPage(folder, method, { photo: await photoIn(folder, photo), size, frames, move })
    await using slot = testSlot(folder, size)
    const page = await slot.page(noSignal)
    await page.open(site, noSignal)
    // zoompan follows the easing all the way; crossfade is right only where a still is shown alone.
    const between = method === 'zoompan' ? [40, 80, 160] : []
    for (const frame of [0, middleFrame(frames), frames - 1, ...between]) {
      const [drawn = Buffer.of()] = await rawFrames(draft({ from: frame, to: frame + 1 }), size)
      const shown = await lumaOfPicture(await page.frameAt((frame * 1000) / 30, noSignal))
      expect(ssim(lumaOfRaw(drawn, size), shown), `SSIM of frame ${frame}`).toBeGreaterThan(between.includes(frame) ? 0.92 : 0.95)
    }
  })

  it.each([1, 2, 3])('draws a scene of %i frames', async (few) => {
    const folder = await tempFolder()
    const { draft } = await draftAndPage(folder, method, { photo: await photoIn(folder, size), size, frames: few, move: eased })
    expect(await rawFrames(draft({ from: 0, to: few }), size)).toHaveLength(few)
  })
})

describe('zoompan', () => {
  it('jitters, by less than half a pixel even far from the middle', async () => {
    const folder = await tempFolder()
    const frame = { width: 960, height: 540 }
    const photo = await photoIn(folder, { width: 1152, height: 648 })
    const wish = { photo, size: frame, frames: 40, move: { startScale: 1, endScale: 1.2, easing: 'linear' } }
    const { draft, camera, preparedPath } = await draftAndPage(folder, 'zoompan', wish)
    const source = await lumaOfPicture(preparedPath)
    const window = { left: 80, top: 60, size: 120 }
    const shifts = (await rawFrames(draft({ from: 0, to: 40 }), frame)).map((drawn, index) => {
      const { x, y, scale } = viewAt(camera, index / 40)
      const step = source.width / camera.width / scale
      const exact = exactResample(source, { x: -x * step, y: -y * step, step }, window)
      return shiftBetween(exact, cut(lumaOfRaw(drawn, frame), window))
    })
    for (const error of [rms(shifts.map(({ x }) => x)), rms(shifts.map(({ y }) => y))]) {
      expect(error).toBeLessThan(0.5)
    }
  })

  it('refuses a move that is too long for it, and says what to do', async () => {
    const folder = await tempFolder()
    const photo = await photoIn(folder, { width: 300, height: 900 })
    const move = { startScale: 4, startY: 0, endScale: 4, endY: 1 }
    await expect(draftAndPage(folder, 'zoompan', { photo, size, frames: 30, move })).rejects.toMatchObject({
      code: 'TEMPLATE_FAILED',
      message: expect.stringContaining('at most 10 times'),
      hint: expect.stringContaining('--method auto'),
    })
  })
})
