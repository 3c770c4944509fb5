import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { parseCoverage } from '../../src/assets/font-coverage.ts'
import { lackingGlyphs } from '../../src/assets/lacking-glyphs.ts'
import { FilmInvalidError, type Fault } from '../../src/film/fault.ts'
import { filmSites } from '../support/film-sites.ts'
import { tempFolder } from '../support/temp-folder.ts'

/** Of private use: no font that is installed anywhere has it. */
const nowhere = '\u{10FFFD}'
const montserrat = join(import.meta.dirname, '../../samples/fonts/Montserrat[wght].woff2')

async function faultsOf(...scenes: readonly object[]): Promise<readonly Fault[]> {
  try {
    await filmSites({ output: { width: 320, height: 180 }, scenes: scenes.map((scene) => ({ duration: 1, ...scene })) }, await tempFolder())
    return []
  } catch (error) {
    if (error instanceof FilmInvalidError) return error.faults
    throw error
  }
}

afterEach(() => {
  vi.unstubAllEnvs()
})

describe('a text that a template draws', () => {
  it('with a character that no font has is a fault that names the field and the character', async () => {
    const faults = await faultsOf(
      { template: 'title-card', props: { title: `Ça et là ${nowhere}`, subtitle: 'Ici' } },
      { template: 'quote', props: { quote: 'Yes', author: `${nowhere}${nowhere} A` } },
    )
    const message = `no font has a glyph for '${nowhere}' (U+10FFFD)`
    expect(faults).toMatchObject([
      { pointer: '/scenes/0/props/title', message },
      { pointer: '/scenes/1/props/author', message },
    ])
  })

  it('may be of letters, signs, emoji and scripts of this machine, with line ends and joiners', async () => {
    const title = 'Żółć Ελλάδα Москва\n道 مرحبا 👩‍👩‍👧‍👦 € “quoted” – 1 ½'
    expect(await faultsOf({ template: 'title-card', props: { title } })).toEqual([])
  })

  it('may be in a font of the film, or in one that its template brings', async () => {
    const lacking = { pointer: '/x', text: nowhere, fontPaths: [] }
    expect(await lackingGlyphs([lacking], [])).toHaveLength(1)
    expect(await lackingGlyphs([lacking], [parseCoverage('10fffd')])).toEqual([])
    // No program of fontconfig but this one, and it finds nothing installed.
    const folder = await tempFolder()
    await mkdir(join(folder, 'bin'))
    await writeFile(join(folder, 'bin/fc-match'), '#!/bin/sh\nexit 0\n', { mode: 0o755 })
    vi.stubEnv('PATH', `${join(folder, 'bin')}:${process.env['PATH']}`)
    const accented = { ...lacking, text: 'é' }
    expect(await lackingGlyphs([accented], [])).toMatchObject([{ message: "no font has a glyph for 'é' (U+00E9)" }])
    expect(await lackingGlyphs([{ ...accented, fontPaths: [montserrat] }], [])).toEqual([])
  })

  it('in plain letters needs no fontconfig', async () => {
    vi.stubEnv('PATH', '/nowhere')
    expect(await lackingGlyphs([{ pointer: '/x', text: 'Plain: 100 % of it.\n', fontPaths: [] }], [])).toEqual([])
  })
})
