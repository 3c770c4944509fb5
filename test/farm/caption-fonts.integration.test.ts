import { copyFile, mkdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import sharp from 'sharp'
import { describe, expect, it } from 'vitest'
import { FilmInvalidError, type Fault } from '../../src/film/fault.ts'
import { countOf, framesOf, inkOf } from '../support/caption-frames.ts'
import { filmSites } from '../support/film-sites.ts'
import { tempFolder } from '../support/temp-folder.ts'

const size = { width: 320, height: 180 }
const montserrat = join(import.meta.dirname, '../../samples/fonts/Montserrat[wght].woff2')

type Raw = Readonly<Record<string, unknown>>

async function sitesOf(captions: string, style: Raw, fonts: Raw = {}) {
  const folder = await tempFolder()
  await sharp({ create: { ...size, channels: 3, background: '#203040' } })
    .png()
    .toFile(join(folder, 'plain.png'))
  const scenes = [{ image: 'plain.png', duration: 1, captions, kenBurns: { startScale: 1, endScale: 1 } }]
  return (await filmSites({ output: size, captions: { style }, scenes, ...fonts }, folder)).sites
}

async function faultsOf(captions: string, style: Raw, fonts: Raw = {}): Promise<readonly Fault[]> {
  try {
    await sitesOf(captions, style, fonts)
    return []
  } catch (error) {
    if (error instanceof FilmInvalidError) return error.faults
    throw error
  }
}

/** What is to be seen of a caption: its size, and how much of it there is. */
async function inkIn(folder: string, film: Raw, scene: Raw): Promise<{ width: number; height: number; pixels: number }> {
  await sharp({ create: { ...size, channels: 3, background: '#203040' } })
    .png()
    .toFile(join(folder, 'plain.png'))
  const scenes = [{ image: 'plain.png', duration: 1, captions: 'Hamburgefonts', kenBurns: { startScale: 1, endScale: 1 }, ...scene }]
  const [site] = (await filmSites({ output: size, ...film, scenes }, folder)).sites
  const [frame] = site ? await framesOf(site, size, [10]) : []
  const ink = frame && inkOf(frame)
  if (!ink) throw new Error('there is no caption')
  return { width: ink.right - ink.left, height: ink.bottom - ink.top, pixels: countOf(frame, [255, 255, 255]) }
}

describe('the font of captions', () => {
  const own = { fonts: [{ family: 'Heading', source: montserrat }] }

  it("may be the film's own", async () => {
    expect((await readFile(montserrat)).length).toBeGreaterThan(1000)
    const widths = await Promise.all(
      [{ font: 'Heading' }, {}].map(async (style) => {
        const [site] = await sitesOf('Hamburgefonts', { ...style, weight: 400, outline: null, shadow: null }, own)
        const [frame] = site ? await framesOf(site, size, [10]) : []
        const ink = frame && inkOf(frame)
        return ink ? ink.right - ink.left : 0
      }),
    )
    expect(widths[0]).toBeGreaterThan(20)
    expect(widths[0]).not.toBe(widths[1])
  })

  it.each([
    ['of the fonts folder', { fontsFolder: 'type' }],
    ['of the list, whatever its case', { fonts: [{ family: 'montserrat', source: montserrat }] }],
  ])('may be one %s, for the film or for a scene alone', async (_where, fonts) => {
    const folder = await tempFolder()
    await mkdir(join(folder, 'type'))
    await copyFile(montserrat, join(folder, 'type/Montserrat[wght].woff2'))
    const style = { weight: 400, outline: null, shadow: null }
    const font = { font: 'Montserrat' }
    const [ofFilm, ofScene, other] = [
      await inkIn(folder, { captions: { style: { ...style, ...font } }, ...fonts }, {}),
      await inkIn(folder, { captions: { style }, ...fonts }, { captionStyle: font }),
      await inkIn(folder, { captions: { style } }, {}),
    ]
    expect(ofFilm).toEqual(ofScene)
    expect(ofFilm.width).not.toBe(other.width)
  })

  it('has the weight that the list says of its file', async () => {
    const folder = await tempFolder()
    const film = { captions: { style: { font: 'Heading', weight: 900, outline: null, shadow: null } } }
    const [thin, heavy] = [
      await inkIn(folder, { ...film, fonts: [{ family: 'Heading', source: montserrat, weight: 100 }] }, {}),
      await inkIn(folder, { ...film, fonts: [{ family: 'Heading', source: montserrat }] }, {}),
    ]
    expect(heavy.pixels).toBeGreaterThan(1.3 * thin.pixels)
  })

  it('has families of fontFallback stand in for the characters that it lacks', async () => {
    const folder = await tempFolder()
    const style = { font: 'Heading', outline: null, shadow: null }
    const film = { ...own, captions: { style }, fontFallback: ['Noto Sans CJK JP'] }
    const filled = await inkIn(folder, film, { captions: '㋿' })
    const direct = await inkIn(folder, { captions: { style: { ...style, font: 'Noto Sans CJK JP' } } }, { captions: '㋿' })
    expect({ width: filled.width, height: filled.height }).toEqual({ width: direct.width, height: direct.height })
    // What the font has stays its own.
    const [letters, plain] = [await inkIn(folder, film, {}), await inkIn(folder, { ...film, fontFallback: [] }, {})]
    expect(letters).toEqual(plain)
  })

  it('that is not here is a fault that names it', async () => {
    expect(await faultsOf('Hello', { font: 'No Such Font' })).toEqual([
      expect.objectContaining({ pointer: '/captions/style/font', message: 'the font No Such Font is not here' }),
    ])
  })

  it('that lacks a character is a fault at the text, with font and character, also of capitals', async () => {
    expect(await faultsOf('Time: ㋿', { font: 'Heading' }, own)).toEqual([
      expect.objectContaining({ pointer: '/scenes/0/captions', message: "the font Heading lacks glyphs for '㋿' (U+32FF)" }),
    ])
    expect(await faultsOf('ⴀ', { font: 'Heading', upperCase: true }, own)).toEqual([
      expect.objectContaining({ message: "the font Heading lacks glyphs for 'Ⴀ' (U+10A0)" }),
    ])
  })

  it('is looked for where the film names it, also while it has no captions; not where captions are not to be drawn', async () => {
    expect(await faultsOf('', {})).toEqual([expect.objectContaining({ pointer: '/scenes/0/captions' })])
    const folder = await tempFolder()
    await sharp({ create: { ...size, channels: 3, background: '#203040' } })
      .png()
      .toFile(join(folder, 'plain.png'))
    const [style, plain] = [{ font: 'No Such Font' }, { image: 'plain.png', duration: 1 }]
    const hidden = { output: size, captions: { burnIn: false, style }, scenes: [{ ...plain, captions: 'Hello' }] }
    expect((await filmSites(hidden, folder)).sites).toHaveLength(1)
    for (const [film, pointer] of [
      [{ output: size, captions: { style }, scenes: [plain] }, '/captions/style/font'],
      [{ output: size, scenes: [{ ...plain, captionStyle: style }] }, '/scenes/0/captionStyle/font'],
    ] as const) {
      await expect(filmSites(film, folder)).rejects.toThrow(`${pointer}: the font No Such Font is not here`)
    }
  })
})
