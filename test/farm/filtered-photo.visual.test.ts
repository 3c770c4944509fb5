import { join } from 'node:path'
import sharp from 'sharp'
import { describe, expect, it } from 'vitest'
import { layersAndShots } from '../support/layers-and-shots.ts'
import { ownTemplate } from '../support/own-template.ts'
import { ssim } from '../support/ssim.ts'
import { tempFolder } from '../support/temp-folder.ts'

const size = { width: 640, height: 360 }
const brook = join(import.meta.dirname, '../../samples/photos/brook.jpg')

/** The frames of a photograph of another shape than its box, which shows a part of it, moved and filtered by script. */
async function framesOf(imageSize: { width: number; height: number }, box: string) {
  const folder = await tempFolder()
  const path = join(folder, 'photo.png')
  await sharp(brook)
    .resize({ ...imageSize, fit: 'cover' })
    // Smooth, so that how finely it is sampled does not count.
    .blur(4)
    .toFile(path)
  const page = {
    style: `img { position: absolute; object-fit: cover; will-change: transform; ${box} } b { position: absolute; font: 50px serif; color: #fff; z-index: 1; will-change: transform }`,
    body: '<img alt="" data-layer><b data-layer>Brook</b>',
    script: `const image = document.querySelector('img')
      image.src = '../assets/photo.png'
      await image.decode()
      onSeek((ms) => {
        image.style.transform = 'translate(' + -ms / 200 + 'px, ' + -ms / 300 + 'px) scale(' + (1.05 + ms / 8000) + ')'
        image.style.filter = ms < 200 ? 'none' : 'sepia(' + ms / 2000 + ') brightness(' + (0.8 + ms / 2500) + ')'
      })`,
  }
  const site = await ownTemplate(page, { folder, size, assets: new Map([['photo.png', () => Promise.resolve(path)]]) })
  return layersAndShots(site, size, { frames: 30, every: 5 })
}

describe('a photograph of another shape than its box, moved and filtered by script', () => {
  it.each([
    ['narrower than the frame', { width: 900, height: 1200 }],
    ['wider than the frame', { width: 1600, height: 500 }],
  ])('that is %s shows the same picture by layers as in screenshots', async (_name, imageSize) => {
    const pairs = await framesOf(imageSize, 'left: 0; top: 0; width: 100%; height: 100%; transform-origin: 50% 50%')
    expect(pairs).toHaveLength(6)
    for (const { frame, composed, shown } of pairs) expect(ssim(composed, shown), `SSIM of frame ${frame}`).toBeGreaterThan(0.995)
  })

  it('is left to the browser where its box does not cover the frame, though the whole of it would', async () => {
    await expect(framesOf({ width: 600, height: 1800 }, 'left: 0; top: 0; width: 100%; height: 60%')).rejects.toThrow(/^the filter of <img> changes/)
  })
})
