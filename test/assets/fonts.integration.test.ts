import { copyFile, mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { FontWish } from '../../src/assets/font-face.ts'
import { gatherFonts, type FontSet } from '../../src/assets/gather-fonts.ts'
import type { Fault } from '../../src/film/fault.ts'
import { parseFilm } from '../../src/film/parse-film.ts'
import { trustingPolicy } from '../../src/storage/fetch/asset-policy.ts'
import { noSignal } from '../support/capture.ts'
import { tempFolder } from '../support/temp-folder.ts'

const montserrat = join(import.meta.dirname, '../../samples/fonts/Montserrat[wght].woff2')

async function gather(folder: string, fields: object, wishes: readonly FontWish[] = []) {
  const film = parseFilm({ version: 1, scenes: [{ image: 'a.jpg', duration: 1 }], ...fields }, folder)
  return gatherFonts(film, wishes, { folder, policy: trustingPolicy, texts: [], signal: noSignal })
}

async function fontsOf(...args: Parameters<typeof gather>): Promise<FontSet> {
  const gathered = await gather(...args)
  if ('faults' in gathered) throw new Error(gathered.faults.map(({ pointer, message }) => `${pointer} ${message}`).join('\n'))
  return gathered.fonts
}

async function faultsOf(...args: Parameters<typeof gather>): Promise<readonly Fault[]> {
  const gathered = await gather(...args)
  return 'faults' in gathered ? gathered.faults.map((fault) => JSON.parse(JSON.stringify(fault)) as Fault) : []
}

const wish = (family: string, more: Partial<FontWish> = {}): FontWish => ({ pointer: '/scenes/0/props/font', family, ...more })

describe("a film's own fonts", () => {
  it('have the weight and style of their files, a variable font all of its weights', async () => {
    const { own } = await fontsOf('/', { fonts: [{ family: 'Heading', source: montserrat }] })
    expect(own).toMatchObject([
      { family: 'Heading', weight: '100 900', style: 'normal', path: montserrat, hash: expect.stringMatching(/^[0-9a-f]{64}$/) },
    ])
  })

  it('have the weight and style that the film says', async () => {
    const { own } = await fontsOf('/', { fonts: [{ family: 'Heading', source: montserrat, weight: 600, style: 'italic' }] })
    expect(own).toMatchObject([{ weight: '600', style: 'italic' }])
  })

  it('are faults where they are not there or no fonts, all of them at once', async () => {
    const folder = await tempFolder()
    await writeFile(join(folder, 'text.ttf'), 'not a font')
    const fonts = [
      { family: 'A', source: 'absent.ttf' },
      { family: 'B', source: 'text.ttf' },
    ]
    expect(await faultsOf(folder, { fonts })).toEqual([
      { pointer: '/fonts/0/source', message: 'absent.ttf could not be read: there is no such file' },
      { pointer: '/fonts/1/source', message: 'text.ttf is not a font that can be used' },
    ])
  })

  it('are a fault where two files are the same font', async () => {
    const font = { family: 'Heading', source: montserrat, weight: 400 }
    expect(await faultsOf('/', { fonts: [font, { ...font, family: 'heading' }] })).toEqual([
      { pointer: '/fonts/1', message: 'is the same font as /fonts/0: heading, weight 400, normal' },
    ])
  })
})

describe('a fonts folder', () => {
  it('that is not there is a fault of the film, whether a family is named or not', async () => {
    const fault = { pointer: '/fontsFolder', message: 'the fonts folder /nowhere/fonts could not be read: there is no such folder' }
    expect(await faultsOf('/', { fontsFolder: '/nowhere/fonts' })).toEqual([fault])
  })
})

describe('a family that a film names', () => {
  it("is the film's own before any other", async () => {
    const { wished } = await fontsOf('/', { fonts: [{ family: 'DejaVu Sans', source: montserrat }] }, [wish('DejaVu Sans')])
    const font = wished.get('/scenes/0/props/font')
    expect(font?.cssFamily).toBe('"DejaVu Sans"')
    expect(font?.faces).toMatchObject([{ path: montserrat }])
  })

  it('is found in the fonts folder by the names of the files, the nearest weight of those that are there', async () => {
    const folder = await tempFolder()
    await mkdir(join(folder, 'fonts/Open_Sans/static'), { recursive: true })
    for (const name of ['OpenSans-Light.woff2', 'OpenSans-ExtraBold.woff2', 'OpenSans-Italic.woff2'])
      await copyFile(montserrat, join(folder, 'fonts/Open_Sans/static', name))
    const found = async (more: Partial<FontWish>) => {
      const { wished } = await fontsOf(folder, { fontsFolder: 'fonts' }, [wish('Open Sans', more)])
      return wished.get('/scenes/0/props/font')?.faces.map(({ path }) => path?.split('/').at(-1))
    }
    expect(await found({ weight: 400 })).toEqual(['OpenSans-Light.woff2'])
    expect(await found({ weight: 700 })).toEqual(['OpenSans-ExtraBold.woff2'])
    expect(await found({ weight: 700, style: 'italic' })).toEqual(['OpenSans-Italic.woff2'])
    expect(await found({})).toEqual(['OpenSans-Light.woff2', 'OpenSans-Italic.woff2', 'OpenSans-ExtraBold.woff2'])
  })

  it('is the variable font where the folder has one beside the single weights', async () => {
    const folder = await tempFolder()
    await mkdir(join(folder, 'static'))
    for (const name of ['Montserrat[wght].woff2', 'static/Montserrat-Bold.woff2']) await copyFile(montserrat, join(folder, name))
    const { wished } = await fontsOf('/', { fontsFolder: folder }, [wish('Montserrat', { weight: 700 })])
    expect(wished.get('/scenes/0/props/font')?.faces).toMatchObject([{ path: join(folder, 'Montserrat[wght].woff2'), weight: '100 900' }])
  })

  it('is an installed one where nothing else has the name; its file is known, and Chromium finds it', async () => {
    const { wished } = await fontsOf('/', {}, [wish('liberation sans', { weight: 700 })])
    expect(wished.get('/scenes/0/props/font')).toMatchObject({
      cssFamily: '"liberation sans"',
      faces: [{ weight: '700', style: 'normal', path: null, hash: expect.stringMatching(/^[0-9a-f]{64}$/) }],
    })
  })

  it('is a fault where nobody has it, and never another font', async () => {
    const [fault, ...others] = await faultsOf('/', { fonts: [{ family: 'Heading', source: montserrat }] }, [wish('Arial Wonky')])
    expect(others).toEqual([])
    expect(fault).toMatchObject({ pointer: '/scenes/0/props/font', message: 'the font Arial Wonky is not here', value: 'Arial Wonky' })
    expect(fault?.allowed).toMatch(/^the film's own Heading; installed .*Liberation Sans.*; sans-serif, serif, monospace, system-ui$/)
  })

  it('is a fault where the machine has only a font that it takes for it', async () => {
    // fontconfig answers Liberation Sans when it is asked for Arial.
    expect(await faultsOf('/', {}, [wish('Arial')])).toMatchObject([{ message: 'the font Arial is not here' }])
  })

  it('has its fallback families after it, which must be here too', async () => {
    const film = { fonts: [{ family: 'Heading', source: montserrat }], fontFallback: ['DejaVu Sans'] }
    const { wished } = await fontsOf('/', film, [wish('Heading', { texts: [{ pointer: '/x', text: 'Жар' }] })])
    expect(wished.get('/scenes/0/props/font')?.cssFamily).toBe('"Heading", "DejaVu Sans"')
    expect(await faultsOf('/', { ...film, fontFallback: ['Wonky'] }, [wish('Heading')])).toMatchObject([{ pointer: '/fontFallback/0' }])
  })
})

describe('characters', () => {
  const fonts = [{ family: 'Heading', source: montserrat }]

  it('that a font lacks are named, at the text that has them', async () => {
    const texts = [
      { pointer: '/scenes/0/props/title', text: 'Hello' },
      { pointer: '/scenes/1/props/title', text: 'жар 😀' },
    ]
    expect(await faultsOf('/', { fonts }, [wish('Heading', { texts })])).toMatchObject([
      {
        pointer: '/scenes/1/props/title',
        message: "the font Heading lacks glyphs for 'ж' (U+0436), 'а' (U+0430), 'р' (U+0440), '😀' (U+1F600)",
      },
    ])
  })

  it('that the font of a generic family lacks come from any installed font, whose file is known', async () => {
    const texts = [{ pointer: '/scenes/0/props/title', text: 'Ω' }]
    const { wished } = await fontsOf('/', {}, [wish('monospace', { texts, weight: 400 })])
    expect(wished.get('/scenes/0/props/font')).toMatchObject({ cssFamily: 'monospace' })
    // U+10FFFD is for private use, and no font has it.
    const strange = [{ pointer: '/scenes/0/props/title', text: '\u{10FFFD}' }]
    expect(await faultsOf('/', {}, [wish('sans-serif', { texts: strange })])).toMatchObject([
      { pointer: '/scenes/0/props/title', message: expect.stringContaining('U+10FFFD') },
    ])
  })
})
