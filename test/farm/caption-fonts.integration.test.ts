import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import sharp from 'sharp'
import { describe, expect, it } from 'vitest'
import { FilmInvalidError, type Fault } from '../../src/film/fault.ts'
import { framesOf, inkOf } from '../support/caption-frames.ts'
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

  it('is not looked for where nothing is drawn', async () => {
    expect(await faultsOf('', {})).toEqual([expect.objectContaining({ pointer: '/scenes/0/captions' })])
    const folder = await tempFolder()
    await sharp({ create: { ...size, channels: 3, background: '#203040' } })
      .png()
      .toFile(join(folder, 'plain.png'))
    const scenes = [{ image: 'plain.png', duration: 1, captions: 'Hello' }]
    const film = { output: size, captions: { burnIn: false, style: { font: 'No Such Font' } }, scenes }
    expect((await filmSites(film, folder)).sites).toHaveLength(1)
  })
})
