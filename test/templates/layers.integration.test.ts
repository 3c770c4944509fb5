import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import sharp from 'sharp'
import { describe, expect, it } from 'vitest'
import { fileNameOf } from '../../src/assets/image-order.ts'
import { ImageStore } from '../../src/assets/image-store.ts'
import { probeImage } from '../../src/assets/probe-image.ts'
import { photoScene } from '../../src/farm/photo-scene.ts'
import type { Chunk } from '../../src/plan/plan-film.ts'
import { dataFolderAt } from '../../src/storage/data-folder.ts'
import { loadTemplate } from '../../src/templates/load-template.ts'
import { assetPath, sceneSite } from '../../src/templates/scene-site.ts'
import { noSignal, testSlot } from '../support/capture.ts'
import { tempFolder } from '../support/temp-folder.ts'

const size = { width: 320, height: 180 }
const range = { from: 0, to: 10 }

type Page = { readonly style?: string; readonly body?: string; readonly script?: string }

/** A user's template: an image of 400 x 225 under an animation, with whatever else a test adds. Asks the page how it can be drawn. */
async function askPage({ style = '', body = '', script = '' }: Page) {
  const folder = await tempFolder()
  await mkdir(join(folder, 'users-own'))
  const page = `<!doctype html><meta charset="utf-8"><style>
    body { margin: 0; overflow: hidden }
    img { position: absolute; left: 0; top: 0; transform-origin: 0 0; animation: move 1s linear both }
    @keyframes move { from { transform: scale(0.8) } to { transform: translate(-80px, -45px) } }
    ${style}</style><img data-layer width="400" height="225">${body}<script type="module" src="page.js"></script>`
  const draw = `import { defineScene, onSeek } from '../runtime.js'
    await defineScene(({ props }) => { const photo = document.querySelector('img'); photo.src = props.image; ${script} })`
  await writeFile(join(folder, 'users-own/page.html'), page)
  await writeFile(join(folder, 'users-own/page.js'), draw)
  const path = join(folder, 'photo.png')
  await sharp({ create: { width: 400, height: 225, channels: 3, background: '#48c' } })
    .png()
    .toFile(path)
  const image = await probeImage(path, 'photo.png', { decode: false })
  const order = { image, width: 400, height: 225, background: '#000000' }
  const images = new ImageStore(dataFolderAt(folder), folder)
  const data = { props: { image: assetPath(fileNameOf(order)) }, output: size, durationMs: 1000 }
  const site = sceneSite(await loadTemplate('users-own', folder), data, new Map([[fileNameOf(order), () => images.prepare(order)]]))
  const chunk: Chunk = { ...range, index: 0, hash: '', scene: { index: 0, range, template: 'users-own', image: order, data } }
  await using slot = testSlot(folder, size)
  const framePage = await slot.page(noSignal)
  await framePage.open(site, noSignal)
  const output = { ...size, fps: { num: 10, den: 1 }, quality: 'draft', codec: 'h264' } as const
  return await photoScene(chunk, framePage, images, { output, signal: noSignal })
}

describe('the page decides how it is drawn', () => {
  it("by layers, also for a user's own template, where a photograph only moves", async () => {
    const scene = await askPage({})
    if ('reason' in scene) throw new Error(scene.reason)
    expect(scene.placements).toHaveLength(10)
    expect(scene.placements[0]).toEqual({ scaleX: expect.closeTo(0.8, 4), scaleY: expect.closeTo(0.8, 4), x: 0, y: 0 })
    expect(scene.placements[5]).toEqual({
      scaleX: expect.closeTo(0.9, 4),
      scaleY: expect.closeTo(0.9, 4),
      x: expect.closeTo(-40, 3),
      y: expect.closeTo(-22.5, 3),
    })
  })

  it('by layers, where the move is said by the properties translate and scale', async () => {
    const style = '@keyframes move { from { scale: 0.8 } to { translate: -80px -45px; scale: 1 } }'
    expect(await askPage({ style })).toHaveProperty('placements')
  })

  it.each<[string, Page, string]>([
    ['it fades', { style: '@keyframes move { to { opacity: 0.5 } }' }, 'an animation changes more than the transform of the layer (move)'],
    ['it turns', { style: '@keyframes move { to { transform: rotate(5deg) scale(2) } }' }, 'the layer turns'],
    ['it is filtered', { style: 'img { filter: blur(2px) }' }, 'the layer has filter: blur(2px)'],
    ['it is clipped', { style: 'img { clip-path: circle(40%) }' }, 'the layer has clip-path: circle(40%)'],
    ['it has a border', { style: 'img { border: 4px solid red }' }, 'the layer has a border'],
    ['it is half transparent', { style: 'img { opacity: 0.5 }' }, 'the layer has opacity: 0.5'],
    ['there is loose text', { body: 'Title' }, 'the page has text'],
    ['a pseudo-element draws', { style: 'body::before { content: "Title" }' }, '<body> has ::before'],
    ['the body is filtered', { style: 'body { filter: invert(1) }' }, '<body> has filter: invert(1)'],
    ['the body is half transparent', { style: 'body { opacity: 0.5 }' }, '<body> has opacity: 0.5'],
    ['there is text as well', { body: '<h1>Title</h1>' }, 'the page has more than one element (<h1>)'],
    [
      'a pseudo-element moves',
      { style: 'body::after { content: "x"; animation: move 1s both }' },
      'an animation changes more than the transform of the layer (move)',
    ],
    ['it draws by script', { script: 'onSeek(() => {})' }, 'the page draws by script'],
    ['it does not cover the frame', { style: '@keyframes move { to { transform: scale(0.5) } }' }, 'the layer does not cover the frame'],
    ['the body is scaled', { style: 'body { transform: scale(0.9) }' }, '<body> has transform: matrix(0.9, 0, 0, 0.9, 0, 0)'],
    [
      'it shows another image',
      { script: 'photo.src = \'data:image/svg+xml,<svg xmlns="http://www.w3.org/2000/svg" width="4" height="4"/>\'' },
      'the layer does not show the image of the scene',
    ],
    [
      'it says that nothing else moves, and then changes by script',
      {
        script:
          "new MutationObserver(() => {}).observe(photo, { attributes: true }); const of = photo.getAnimations()[0]; Object.defineProperty(of, 'currentTime', { set(ms) { photo.style.left = ms / 100 + 'px' } })",
      },
      'the page changed while its clock was set',
    ],
  ])('by screenshots, where %s', async (_name, page, reason) => {
    expect(await askPage(page)).toEqual({ reason })
  })
})
