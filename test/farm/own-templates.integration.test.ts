import { appendFile, cp, mkdir, rename, rm, symlink, truncate, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { gatherFilm } from '../../src/farm/gather-film.ts'
import { FilmInvalidError } from '../../src/film/fault.ts'
import { readFilm } from '../../src/film/read-film.ts'
import { trustingPolicy } from '../../src/storage/fetch/asset-policy.ts'
import { noSignal } from '../support/capture.ts'
import { frameHashes } from '../support/ffprobe.ts'
import { folderOfPictures } from '../support/built-in-scenes.ts'
import { openPlainPage, testPreview } from '../support/preview.ts'
import { render } from '../support/render.ts'
import { tempFolder } from '../support/temp-folder.ts'
import { thrownBy } from '../support/thrown-by.ts'
import { startBrowser } from '../support/user-browser.ts'

const postcard = join(import.meta.dirname, '../../samples/templates/postcard')
const scene = { template: './cards/postcard', image: 'wide.png', duration: 1, props: { line: 'Wish you were here' } }

/** A film in a folder with pictures and a copy of the sample's postcard template. */
async function filmWith(overrides: Readonly<Record<string, unknown>> = {}): Promise<{ folder: string; filmPath: string; cards: string }> {
  const folder = await folderOfPictures()
  const cards = join(folder, 'cards/postcard')
  await cp(postcard, cards, { recursive: true })
  const filmPath = join(folder, 'film.json')
  const film = { version: 1, output: { width: 320, height: 180, quality: 'draft' }, scenes: [{ ...scene, ...overrides }] }
  await writeFile(filmPath, JSON.stringify(film))
  return { folder, filmPath, cards }
}

/** As a render finds them, before it draws anything. */
async function faultOf(filmPath: string) {
  const options = { folder: await tempFolder(), decodeImages: false, policy: trustingPolicy }
  const error = await thrownBy(readFilm(filmPath).then((film) => gatherFilm(film, options, noSignal)))
  if (!(error instanceof FilmInvalidError)) throw error
  return error.faults
}

describe("a user's own template", () => {
  it('renders from a folder beside the film, by layers; and anew when one of its files has changed', async () => {
    const { filmPath, cards } = await filmWith()
    const dataPath = await tempFolder()
    const first = await render({ filmPath, dataPath })
    expect(first.methods).toEqual([expect.objectContaining({ method: 'layers' })])
    const before = await frameHashes(first.output)
    expect(before).toHaveLength(30)
    expect((await render({ filmPath, dataPath })).chunks).toEqual({ total: 1, reused: 1 })
    await writeFile(join(cards, 'extra.css'), '')
    expect((await render({ filmPath, dataPath })).chunks).toEqual({ total: 1, reused: 0 })
  })

  it('may lie at an absolute path or a file: address', async () => {
    const { cards } = await filmWith()
    for (const template of [cards, `file://${cards}`]) {
      const { filmPath } = await filmWith({ template })
      expect((await render({ filmPath, dataPath: await tempFolder() })).methods).toHaveLength(1)
    }
  })

  it.each<[string, (cards: string) => Promise<unknown>, RegExp]>([
    ['is not there', (cards) => rm(cards, { recursive: true }), /^does not exist$/],
    ['is a file', (cards) => rm(cards, { recursive: true }).then(() => writeFile(cards, 'x')), /^is a file, not a folder$/],
    ['has no page.html', (cards) => rm(join(cards, 'page.html')), /^has no page.html$/],
    ['has no template.json', (cards) => rm(join(cards, 'template.json')), /^has no template.json$/],
    ['has a template.json that is no JSON', (cards) => writeFile(join(cards, 'template.json'), '{\n "name": }'), /not JSON at line 2, column 10/],
    [
      'has a fault in its template.json',
      (cards) => writeFile(join(cards, 'template.json'), '{ "name": "x", "description": "y", "images": true }'),
      /\/images: is not a known field; allowed: name, description, image, camera, props/,
    ],
    ['has a link to a file outside', (cards) => symlink('/etc/passwd', join(cards, 'secret.txt')), /link that leads out of it: secret.txt/],
    ['has a link to a folder outside', (cards) => symlink('/etc', join(cards, 'etc')), /link that leads out of it: etc/],
    ['has a link to nothing', (cards) => symlink('nowhere', join(cards, 'gone')), /link that leads out of it: gone/],
    [
      'has too many files',
      (cards) => Promise.all(Array.from({ length: 501 }, (_, at) => writeFile(join(cards, `f${at}`), ''))),
      /may have up to 500/,
    ],
    ['is too large', (cards) => writeFile(join(cards, 'big.bin'), '').then(() => truncate(join(cards, 'big.bin'), 65e6)), /more than 64 MB/],
  ])('that %s is a fault of the scene that names it', async (_name, change, message) => {
    const { filmPath, cards } = await filmWith()
    await change(cards)
    expect(await faultOf(filmPath)).toEqual([
      expect.objectContaining({ pointer: '/scenes/0/template', message: expect.stringMatching(message) as unknown, value: cards }),
    ])
  })

  it.each([
    ['a name that there is not', 'poscard', 'is not a template'],
    ['an address on the network', 'https://example.com/postcard', 'is neither the name of a template nor a path'],
    ['a path that does not start like one', 'cards/postcard', 'is neither the name of a template nor a path'],
    ['a zero byte', './cards\0', 'has a zero byte in it'],
  ])('is not found by %s', async (_name, template, message) => {
    const { filmPath } = await filmWith({ template })
    expect(await faultOf(filmPath)).toEqual([expect.objectContaining({ pointer: '/scenes/0/template', message, value: template })])
  })

  it('may have links within its own folder, and be a link itself', async () => {
    const { filmPath, cards, folder } = await filmWith()
    await rename(join(cards, 'page.css'), join(cards, 'real.css'))
    await symlink('real.css', join(cards, 'page.css'))
    await rename(cards, join(folder, 'elsewhere'))
    await symlink(join(folder, 'elsewhere'), cards)
    expect((await render({ filmPath, dataPath: await tempFolder() })).methods).toHaveLength(1)
  })

  it.each([
    ['the network', 'await fetch("https://example.com/x.json")', /asked for https:\/\/example.com\/x.json, which it does not have/],
    ['a file of this machine', 'await fetch("../../../../../etc/passwd")', /asked for https:\/\/[a-z.]+\/(?:[a-z0-9/]*\/)?etc\/passwd, which/],
    ['a folder beside it', 'await fetch("file:///etc/passwd")', /page failed|asked for/],
  ])('gets nothing of %s', async (_name, script, message) => {
    const { filmPath, cards } = await filmWith()
    await writeFile(join(cards, 'page.js'), `import { defineScene } from '../runtime.js'\nawait defineScene(async () => { ${script} })`)
    const error = await thrownBy(render({ filmPath, dataPath: await tempFolder() }))
    expect(error).toMatchObject({ code: 'TEMPLATE_FAILED', message: expect.stringMatching(message) as unknown })
    expect(error.message).toContain('scene 1 (wide.png)')
  })

  it('says in which scene a page throws, with its own words', async () => {
    const { filmPath, cards } = await filmWith()
    await writeFile(join(cards, 'page.js'), `import { defineScene } from '../runtime.js'\nawait defineScene(() => { throw new Error('no ink') })`)
    const error = await thrownBy(render({ filmPath, dataPath: await tempFolder() }))
    expect(error).toMatchObject({ code: 'TEMPLATE_FAILED', message: expect.stringMatching(/scene 1 .*no ink/) as unknown })
  })

  it('that names a font that is not here is refused in a render, and says in the preview why it is not shown', async () => {
    const { filmPath, cards } = await filmWith()
    await appendFile(join(cards, 'page.css'), '.line { font-family: "No Such Font", cursive !important }')
    const words = /the font No Such Font of <figcaption class="line words"> is not here/
    expect(await thrownBy(render({ filmPath, dataPath: await tempFolder() }))).toMatchObject({
      code: 'TEMPLATE_FAILED',
      message: expect.stringMatching(words) as unknown,
    })
    await using preview = await testPreview(filmPath)
    await using browser = startBrowser()
    const page = await openPlainPage(browser, preview.url)
    const note = page.locator('#stage-note', { hasText: 'Scene 1 cannot be shown' })
    await note.waitFor()
    expect(await note.innerText()).toMatch(words)
  })

  it('is drawn frame by frame where its page is more than layers', async () => {
    const { filmPath, cards } = await filmWith()
    await mkdir(join(cards, 'more'))
    await writeFile(join(cards, 'more/turn.css'), '.card { animation: turn 1s both paused } @keyframes turn { to { transform: rotate(20deg) } }')
    await writeFile(join(cards, 'page.css'), '@import "more/turn.css"; .frame { background: #fff }')
    const { methods } = await render({ filmPath, dataPath: await tempFolder() })
    expect(methods[0]?.method).not.toBe('layers')
  })
})
