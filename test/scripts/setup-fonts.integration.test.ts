import { execFile } from 'node:child_process'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { delimiter, join } from 'node:path'
import { promisify } from 'node:util'
import { describe, expect, it } from 'vitest'
import { tempFolder } from '../support/temp-folder.ts'

const script = join(import.meta.dirname, '../../scripts/setup-tools.ts')

type Machine = {
  /** What its apt-get does when it is told to install something, in shell; `$FONTCONFIG_FILE` is there. */
  readonly install: string
  readonly hasFonts?: boolean
}

const noFonts = (folder: string) => `<?xml version="1.0"?><fontconfig><dir>${folder}/none</dir><cachedir>${folder}/cache</cachedir></fontconfig>`
const allFonts = '<?xml version="1.0"?><fontconfig><include>/etc/fonts/fonts.conf</include></fontconfig>'

/** Runs setup on a machine whose package manager notes what it is asked for. @returns what setup says, and the notes */
async function setUp({ install, hasFonts = false }: Machine): Promise<{ said: string; asked: readonly string[] }> {
  const folder = await tempFolder()
  const [bin, notes, config] = ['bin', 'notes', 'fonts.conf'].map((name) => join(folder, name)) as [string, string, string]
  await mkdir(bin)
  await writeFile(notes, '')
  await writeFile(config, hasFonts ? allFonts : noFonts(folder))
  const program = (name: string, text: string) => writeFile(join(bin, name), `#!/bin/sh\n${text}\n`, { mode: 0o755 })
  await program('apt-get', `echo "$@" >> '${notes}'; if [ "$1" = install ]; then ${install}; fi`)
  await program('sudo', 'shift; exec "$@"')
  const env = { ...process.env, PATH: [bin, process.env['PATH']].join(delimiter), FONTCONFIG_FILE: config, FRAMEFARM_PREFAULT: 'off' }
  const { stderr } = await promisify(execFile)(process.execPath, [script], { env })
  return { said: stderr, asked: (await readFile(notes, 'utf8')).split('\n').filter((line) => line !== '') }
}

describe('npm run setup', () => {
  it('installs fonts for every script where a machine has none', async () => {
    const { said, asked } = await setUp({ install: `echo '${allFonts}' > "$FONTCONFIG_FILE"` })
    expect(asked).toEqual(['update -qq', 'install -y -qq --no-install-recommends fontconfig fonts-noto-core fonts-noto-cjk fonts-noto-color-emoji'])
    expect(said).toContain("setup: fonts: none for emoji, Chinese, Japanese and Korean, Arabic; taking the distribution's packages")
    expect(said).toMatch(/setup: fonts: installed\n$/)
  })

  it('goes on without fonts that cannot be had, and says what is missing and what to run', async () => {
    const { said } = await setUp({ install: 'exit 100' })
    expect(said).toMatch(/fonts: still none for emoji, .*\. To have them: this failed .*: apt-get update -qq && apt-get install .*fonts-noto-core/)
  })

  it('asks for nothing and says nothing where all fonts are there', async () => {
    expect(await setUp({ install: 'exit 1', hasFonts: true })).toEqual({ said: '', asked: [] })
  })
})
