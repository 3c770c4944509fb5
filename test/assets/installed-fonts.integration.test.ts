import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { matchFont } from '../../src/assets/fontconfig.ts'
import { lookAtFonts, missingScripts } from '../../src/assets/installed-fonts.ts'
import { tempFolder } from '../support/temp-folder.ts'

/** A machine that has only the fonts of a folder. */
async function onlyFontsOf(fonts: string): Promise<void> {
  const folder = await tempFolder()
  const path = join(folder, 'fonts.conf')
  await writeFile(path, `<?xml version="1.0"?><fontconfig><dir>${fonts}</dir><cachedir>${folder}</cachedir></fontconfig>`)
  vi.stubEnv('FONTCONFIG_FILE', path)
}

afterEach(() => vi.unstubAllEnvs())

describe('the fonts of a machine', () => {
  it('are told with what they cannot draw', async () => {
    await onlyFontsOf(join(import.meta.dirname, '../../samples/fonts'))
    const fonts = await lookAtFonts()
    expect(fonts).toMatchObject({ emoji: false, cjk: false, rightToLeft: false })
    expect(fonts.families).toBeGreaterThan(0)
    expect(missingScripts(fonts)).toEqual(['emoji', 'Chinese, Japanese and Korean', 'Arabic'])
  })

  it('are none on a machine without any', async () => {
    await onlyFontsOf(await tempFolder())
    expect((await lookAtFonts()).families).toBe(0)
    expect(await matchFont('sans-serif')).toBeNull()
  })

  it('are all there after setup', async () => {
    expect(missingScripts(await lookAtFonts())).toEqual([])
  })

  it('cannot be known without fontconfig, which says what to install', async () => {
    vi.stubEnv('PATH', await tempFolder())
    await expect(lookAtFonts()).rejects.toMatchObject({ code: 'TOOL_MISSING', hint: 'install the package fontconfig' })
  })
})
