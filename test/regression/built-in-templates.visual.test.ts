import { existsSync } from 'node:fs'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { whileBusy } from '../support/busy-cores.ts'
import { framefarm } from '../support/framefarm.ts'
import { builtInsFilm, captureBuiltIns, checkOnce, openWarm } from '../support/repeat-checks.ts'
import { tempFolder } from '../support/temp-folder.ts'

const root = join(import.meta.dirname, '../..')
type Film = { readonly scenes: readonly { readonly template?: string }[] }

describe('the film of all built-in templates', () => {
  it('has every one of them', async () => {
    const film = JSON.parse(await readFile(builtInsFilm, 'utf8')) as Film
    const named = film.scenes.map(({ template = 'ken-burns' }) => template)
    const folders = await readdir(join(root, 'src/templates'), { withFileTypes: true })
    const templates = folders.filter((entry) => entry.isDirectory() && existsSync(join(root, 'src/templates', entry.name, 'template.json')))
    expect(named.toSorted()).toEqual(templates.map(({ name }) => name).toSorted())
  })

  it('is drawn exactly the same by fresh and by warm browsers on a busy machine', async () => {
    const checks = await captureBuiltIns(await tempFolder(), 2)
    await whileBusy(2, async () => {
      await using warm = await openWarm(checks)
      for (const browsers of ['warm', 'fresh', 'warm', 'fresh', 'warm'] as const) {
        const { frames, different } = await checkOnce(checks, browsers === 'warm' ? warm : undefined)
        expect(different).toEqual([])
        expect(frames).toBeGreaterThan(25)
      }
    })
  })

  it('is as it was approved, or the check says that this renderer has no baselines yet', async () => {
    const folder = await tempFolder()
    const env = { FRAMEFARM_DATA: join(folder, 'data') }
    const { code, stdout, stderr } = await framefarm(['frames', 'check', builtInsFilm, '--report', join(folder, 'report')], { env })
    const [, absent] = /no baselines for (chromium-[\w-]+)/.exec(stderr) ?? []
    if (absent === undefined) {
      expect({ code, said: stdout + stderr }).toEqual({ code: 0, said: expect.stringMatching(/: (\d+) frames, \1 same/) })
    } else {
      expect({ code, said: stderr }).toEqual({ code: 8, said: expect.stringContaining('run `framefarm frames capture` here') })
      expect(await readdir(join(import.meta.dirname, 'built-ins/__frames__/templates'))).not.toContain(absent)
    }
  })
})
