import { join } from 'node:path'
import sharp from 'sharp'
import { describe, expect, it } from 'vitest'
import { hashOfFile } from '../../src/shared/hash.ts'
import { noSignal } from '../support/capture.ts'
import { ownTemplate } from '../support/own-template.ts'
import { sharedPage } from '../support/shared-page.ts'
import { tempFolder } from '../support/temp-folder.ts'

const montserrat = join(import.meta.dirname, '../../samples/fonts/Montserrat[wght].woff2')
const openShared = sharedPage()
const size = { width: 480, height: 120 }
const bodyIn = (families: string) => `<div style='font: 700 60px ${families}; width: max-content' id="text">Hamburg</div>`
const body = bodyIn('Heading, monospace')

/** The frame, and how wide the page measured its text while it drew. */
async function frameOf(weight: string | null): Promise<{ frame: Buffer; ink: number; measured: number }> {
  const folder = await tempFolder()
  const hash = await hashOfFile(montserrat)
  const fonts = weight === null ? [] : [{ family: 'Heading', weight, style: 'normal' as const, path: '../assets/font.woff2', hash }]
  const script = 'parent.measured = document.getElementById("text").getBoundingClientRect().width'
  const site = await ownTemplate(
    { body: weight === null ? bodyIn('monospace') : body, script },
    { folder, size, fonts, assets: new Map([['font.woff2', () => Promise.resolve(montserrat)]]) },
  )
  const page = await openShared(site, size)
  const measured = await page.ask<number>('globalThis.measured', noSignal)
  const frame = await page.frameAt(0, noSignal)
  const { data } = await sharp(frame).greyscale().raw().toBuffer({ resolveWithObject: true })
  return { frame, ink: data.reduce((sum, value) => sum + 255 - value, 0), measured }
}

describe("a page's fonts", () => {
  it('are there before the page draws, and are what it shows', async () => {
    const [own, fallback] = [await frameOf('100 900'), await frameOf(null)]
    // Whatever a machine's monospaced font is, seven letters of it are this wide.
    expect(fallback.measured / 7 / 60).toBeCloseTo(0.6, 1)
    expect(own.measured).toBeGreaterThan(fallback.measured + 10)
    expect(own.frame.equals(fallback.frame)).toBe(false)
  })

  it('have the weights that are said: a variable font is bold only where it may be', async () => {
    const [bold, thin] = [await frameOf('100 900'), await frameOf('100')]
    expect(bold.ink).toBeGreaterThan(1.5 * thin.ink)
  })

  it('are a fault of the page where their file is no font', async () => {
    const folder = await tempFolder()
    const fonts = [{ family: 'Heading', weight: '400', style: 'normal' as const, path: '../assets/font.woff2', hash: '' }]
    const assets = new Map([['font.woff2', () => Promise.resolve(import.meta.filename)]])
    const site = await ownTemplate({ body }, { folder, size, fonts, assets })
    await expect(openShared(site, size)).rejects.toThrow('the font Heading (weight 400, normal) could not be loaded')
  })

  /** Opens a page with a style sheet; what it draws lies in two elements. */
  async function open(style: string, text = 'Hamburg') {
    const folder = await tempFolder()
    const site = await ownTemplate({ style, body: `<h1 class="title">${text}</h1><p>beside it</p>` }, { folder, size })
    await openShared(site, size)
  }

  it.each([
    ['a family that is not here', 'h1 { font-family: "No Such Font" }', 'the font No Such Font of <h1 class="title"> is not here'],
    ['several, before a generic one', 'h1 { font-family: NoSuchFont, "Nor \\"This\\"", serif }', 'the font NoSuchFont of <h1 class="title">'],
    ['one that only words before the text are drawn in', 'p::before { content: "Note: "; font-family: Wonky }', 'the font Wonky of <p> is not here'],
    ['one of an element that is shown later', 'p { display: none; font-family: Wonky }', 'the font Wonky of <p> is not here'],
    [
      'one whose file is no font',
      '@font-face { font-family: Own; src: url(data:font/woff2,x) } p { font-family: Own, serif }',
      'the font Own of <p>',
    ],
  ])('are a fault that names them where text is in %s', async (_what, style, message) => {
    await expect(open(style)).rejects.toMatchObject({ code: 'TEMPLATE_FAILED', message: expect.stringContaining(message) as unknown })
  })

  it.each([
    ['nothing that is said', ''],
    ['a generic one', 'h1 { font-family: ui-serif, "No Such Font" } p { font-family: -apple-system, "No Such Font", sans-serif }'],
    ['an installed one, after one that is not', 'h1 { font-family: "No Such Font", "Noto Sans", serif }'],
    ['an installed one that is what a generic one is here', 'h1 { font-family: "Noto Sans" } p { font-family: "Noto Serif" }'],
    ['another that is as wide, which fontconfig takes for it', 'h1 { font-family: Arial } p { font-family: "Courier New" }'],
    ['one that is not here where there is no text in it', 'body { font-family: Wonky } h1, p { font-family: serif }'],
  ])('are none where text is in %s', async (_what, style) => {
    await expect(open(style)).resolves.toBeUndefined()
  })

  it('are none where they have the characters of the text and no letters', async () => {
    await expect(open('h1 { font-family: "Noto Color Emoji" } p { font-family: "Noto Sans CJK JP" }', '😀')).resolves.toBeUndefined()
  })
})
