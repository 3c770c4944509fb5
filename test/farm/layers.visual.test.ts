import { join } from 'node:path'
import sharp from 'sharp'
import { describe, expect, it } from 'vitest'
import type { ImageOrder } from '../../src/assets/image-order.ts'
import { fileNameOf } from '../../src/assets/image-order.ts'
import { ImageStore } from '../../src/assets/image-store.ts'
import { probeImage } from '../../src/assets/probe-image.ts'
import { planCamera } from '../../src/plan/camera.ts'
import { dataFolderAt } from '../../src/storage/data-folder.ts'
import { loadTemplate } from '../../src/templates/load-template.ts'
import { assetPath } from '../../src/templates/scene-site.ts'
import { sceneSite } from '../support/scene-site.ts'
import { layersAndShots } from '../support/layers-and-shots.ts'
import { shiftBetween } from '../support/motion-error.ts'
import { ssim } from '../support/ssim.ts'
import { tempFolder } from '../support/temp-folder.ts'

const frames = 60

type Case = { readonly size: { width: number; height: number }; readonly photo: { width: number; height: number }; readonly move: object }

const cases: readonly (readonly [string, Case])[] = [
  [
    'a slow zoom',
    { size: { width: 960, height: 540 }, photo: { width: 1152, height: 648 }, move: { startScale: 1, endScale: 1.2, easing: 'linear' } },
  ],
  [
    'an eased pan in a tall frame',
    { size: { width: 540, height: 960 }, photo: { width: 1200, height: 1200 }, move: { preset: 'pan-left', easing: 'ease-in-out' } },
  ],
  [
    'a zoom from 1 to 4',
    {
      size: { width: 640, height: 360 },
      photo: { width: 2560, height: 1440 },
      move: { startScale: 1, endScale: 4, endX: 0.3, easing: 'cubic-bezier(0.3, 0.1, 0.2, 1)' },
    },
  ],
  [
    'a photo with fewer pixels than the frame',
    { size: { width: 854, height: 480 }, photo: { width: 427, height: 240 }, move: { preset: 'zoom-out-right', easing: 'ease' } },
  ],
  ['4K', { size: { width: 3840, height: 2160 }, photo: { width: 4200, height: 2400 }, move: { startScale: 1.2, endScale: 1, easing: 'linear' } }],
  [
    'an odd size',
    { size: { width: 502, height: 338 }, photo: { width: 777, height: 601 }, move: { preset: 'pan-up', amount: 0.4, easing: 'ease-out' } },
  ],
]

describe('layers show the same picture as screenshots', () => {
  it.each(cases)('in %s', async (_name, { size, photo, move }) => {
    const folder = await tempFolder()
    const path = join(folder, 'photo.png')
    // Smooth at the size at which it is shown: then how a picture is resampled does not count, only where it is.
    const blur = Math.max(1.2, (1.2 * photo.width) / size.width)
    await sharp(join(import.meta.dirname, '../../samples/photos/brook.jpg'))
      .resize({ ...photo, fit: 'cover' })
      .blur(blur)
      .png()
      .toFile(path)
    const image = await probeImage(path, 'photo.png', { decode: false })
    const { camera } = planCamera(image, size, { kenBurns: { easing: 'linear', ...move }, preset: 'zoom-in' })
    const order: ImageOrder = { image, width: camera.width, height: camera.height, background: '#000000' }
    const images = new ImageStore(dataFolderAt(folder), folder)
    const data = { props: { image: assetPath(fileNameOf(order)), camera }, output: size, durationMs: (frames * 1000) / 30 }
    const site = await sceneSite(await loadTemplate('ken-burns'), data, new Map([[fileNameOf(order), () => images.prepare(order)]]))
    const pairs = await layersAndShots(site, size, { frames, every: 20 })
    expect(pairs.map(({ frame }) => frame)).toEqual([0, 20, 40])
    for (const { frame, composed, shown } of pairs) {
      expect(ssim(composed, shown), `SSIM of frame ${frame}`).toBeGreaterThan(0.995)
      // Chromium's own resampling lies up to 0.12 px beside its matrix, the same in every frame; ours does not (test/compositor).
      const shift = shiftBetween(shown, composed)
      expect(Math.hypot(shift.x, shift.y), `shift of frame ${frame}`).toBeLessThan(0.15)
    }
  })
})
