import { describe, expect, it } from 'vitest'
import { builtIns, folderOfPictures, fullScene } from '../support/built-in-scenes.ts'
import { layersAndShots } from '../support/layers-and-shots.ts'
import { ssim } from '../support/ssim.ts'
import { templateScene } from '../support/template-scene.ts'

const sizes = [
  { width: 640, height: 360 },
  { width: 360, height: 640 },
  { width: 540, height: 540 },
]
const cases = builtIns.flatMap((builtIn) => sizes.map((size) => ({ builtIn, size, name: builtIn.scene.template, ...size })))

describe('every built-in template is drawn by layers', () => {
  it.each(cases)('$name at $width x $height, as a screenshot shows it', async ({ builtIn, size }) => {
    const site = await templateScene(fullScene(builtIn), { folder: await folderOfPictures(), size })
    // Few pictures of each page: Chromium goes on with text as it has drawn it on the way, softer than it is at rest,
    // and draws what moves slowly on whole pixels, where the compositor moves it by parts of them.
    for (const [step, least] of [
      [10, 0.99],
      [55, 0.995],
    ] as const) {
      const pairs = await layersAndShots(site, size, { frames: step + 1, every: step })
      expect(pairs.length).toBe(2)
      for (const { frame, composed, shown } of pairs) expect(ssim(composed, shown), `SSIM of frame ${frame}`).toBeGreaterThan(least)
    }
  })
})
