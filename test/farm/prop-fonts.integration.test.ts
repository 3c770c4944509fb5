import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { gatherFilm } from '../../src/farm/gather-film.ts'
import { siteOfScene } from '../../src/farm/site-of-scene.ts'
import { parseFilm } from '../../src/film/parse-film.ts'
import { planFilm } from '../../src/plan/plan-film.ts'
import { noSignal, testSlot } from '../support/capture.ts'
import { tempFolder } from '../support/temp-folder.ts'

const montserrat = join(import.meta.dirname, '../../samples/fonts/Montserrat[wght].woff2')
const size = { width: 320, height: 180 }

const manifest = {
  name: 'headline',
  description: 'A word.',
  props: { type: 'object', properties: { font: { type: 'string', format: 'font', default: 'monospace' } } },
}
const page = `<!doctype html><meta charset="utf-8"><style>body { margin: 0; background: #fff }</style><div style="font-size: 48px">Hamburg</div>
  <script type="module" src="page.js"></script>`
const script = `import { defineScene } from '../runtime.js'
await defineScene(({ props }) => { document.querySelector('div').style.fontFamily = props.font })`

async function gathered(props: object) {
  const folder = await tempFolder()
  await mkdir(join(folder, 'headline'))
  for (const [name, text] of Object.entries({ 'template.json': JSON.stringify(manifest), 'page.html': page, 'page.js': script }))
    await writeFile(join(folder, 'headline', name), text)
  const fonts = [{ family: 'Heading', source: montserrat }]
  const film = parseFilm({ version: 1, output: size, fonts, scenes: [{ template: './headline', duration: 1, props }] }, folder)
  return { folder, ...(await gatherFilm(film, { folder, decodeImages: false }, noSignal)) }
}

async function frameOf(props: object): Promise<Buffer> {
  const { folder, film, assets, templates } = await gathered(props)
  const [scene] = planFilm(film, assets, { templates: {}, renderer: null }).scenes
  if (!scene) throw new Error('the film has no scene')
  await using slot = testSlot(folder, size)
  const shown = await slot.page(noSignal)
  const site = siteOfScene(scene, templates, () => Promise.reject(new Error('there is no image')))
  await shown.open(site, noSignal)
  const frame = await shown.frameAt(0, noSignal)
  return frame
}

describe("a template's prop that is a font", () => {
  it('is drawn: the family that the scene says, or that of the template', async () => {
    const [own, byDefault] = [await frameOf({ font: 'Heading' }), await frameOf({})]
    expect(own.equals(byDefault)).toBe(false)
  })

  it('is a fault where the family is not here', async () => {
    await expect(gathered({ font: 'Wonky' })).rejects.toThrow(
      '/scenes/0/props/font: the font Wonky is not here (is "Wonky"); allowed: the film\'s own Heading;',
    )
  })
})
