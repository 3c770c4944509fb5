import { execFile, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { stripVTControlCharacters } from 'node:util'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { cardStyle, writeCardFilm } from '../support/card-film.ts'
import { projectWithPackage } from '../support/project-with-package.ts'

const root = join(import.meta.dirname, '../..')
const docs = await readFile(join(root, 'docs/frames.md'), 'utf8')

/** The example of docs/frames.md that has a text in it. */
function example(text: string): string {
  const found = [...docs.matchAll(/^```[jt]s\n([\s\S]*?)^```$/gm)].map(([, code = '']) => code).find((code) => code.includes(text))
  if (found === undefined) throw new Error(`docs/frames.md has no example with ${text}`)
  return found
}

/** Each starts many test runs, one after the other. */
const timeout = 300_000

type Ended = { readonly code: number; readonly said: string }

/** What a test run inherits of ours would make it think that it is a part of our own. */
function environment(extras: Readonly<Record<string, string>>): NodeJS.ProcessEnv {
  const own = Object.entries(process.env).filter(([name]) => !/^(VITEST|NODE_TEST|NODE_OPTIONS|CI|FORCE_COLOR)/.test(name))
  return { ...Object.fromEntries(own), ...extras }
}

function node(cwd: string, args: readonly string[], extras: Readonly<Record<string, string>> = {}): Promise<Ended> {
  return new Promise((resolve) => {
    execFile(process.execPath, [...args], { cwd, env: environment(extras) }, (error, stdout, stderr) => {
      resolve({ code: typeof error?.code === 'number' ? error.code : error ? -1 : 0, said: stripVTControlCharacters(stdout + stderr) })
    })
  })
}

describe('the package as it is published, in a project of a user', () => {
  let project: string
  let data: string
  const films = () => join(project, 'films')
  const vitest = (args: readonly string[], extras: Readonly<Record<string, string>> = {}) =>
    node(project, ['node_modules/vitest/vitest.mjs', 'run', ...args], { FRAMEFARM_DATA: data, ...extras })
  const nodeTest = (extras: Readonly<Record<string, string>> = {}, args: readonly string[] = []) =>
    node(films(), ['--test', ...args, 'node-film.mjs'], { FRAMEFARM_DATA: data, ...extras })
  const baselineNames = async () => {
    const folder = join(films(), '__frames__/film')
    const [key = ''] = await readdir(folder)
    return (await readdir(join(folder, key))).filter((name) => name.endsWith('.png'))
  }

  beforeAll(async () => {
    project = await projectWithPackage()
    data = join(project, 'data')
    await mkdir(films())
    await writeFile(join(project, 'vitest.config.ts'), example('forceRerunTriggers'))
    await writeFile(join(films(), 'film.test.ts'), example("from 'framefarm/vitest'"))
    await writeFile(join(films(), 'node-film.mjs'), example("from 'node:test'"))
  }, timeout)
  afterAll(() => rm(project, { recursive: true }))
  beforeEach(() => rm(join(films(), '__frames__'), { recursive: true, force: true }))

  it('has types with which the examples compile, and that know what can be expected', async () => {
    const wrong = example("from 'framefarm/vitest'").replace('.toMatchFrame()', '.toMatchFilm()').replace("at('50%')", "at('half')")
    await writeFile(join(films(), 'wrong.ts'), wrong)
    const tsc = (file: string) =>
      spawnSync(
        process.execPath,
        [
          'node_modules/typescript/bin/tsc',
          '--noEmit',
          '--strict',
          '--skipLibCheck',
          '--target',
          'es2024',
          '--module',
          'nodenext',
          '--types',
          'node',
          file,
        ],
        {
          cwd: project,
          encoding: 'utf8',
        },
      ).stdout
    expect(tsc('films/film.test.ts')).toBe('')
    const faults = tsc('films/wrong.ts')
    expect(faults).toContain("'toMatchFilm' does not exist")
    expect(faults).toContain('"half"')
    await rm(join(films(), 'wrong.ts'))
  })

  it('writes baselines where there are none, but on CI, and passes with them from then on, also by node:test', { timeout }, async () => {
    await writeCardFilm(films())
    const missing = await vitest([], { CI: 'true' })
    expect(missing.code).toBe(1)
    expect(missing.said).toContain('film has no baselines for chromium-')
    await expect(baselineNames()).rejects.toThrow('ENOENT')

    expect(await vitest([])).toMatchObject({ code: 0, said: expect.stringMatching(/Snapshots +\d+ written/) })
    expect(await baselineNames()).toEqual(expect.arrayContaining(['at-50pct.png', 'scene-01-first.png', 'scene-01-to-02.png', 'scene-02-last.png']))
    expect(await vitest([], { CI: 'true' })).toMatchObject({ code: 0, said: expect.stringContaining('2 passed') })
    expect(await nodeTest({ CI: 'true' })).toMatchObject({ code: 0, said: expect.stringContaining('pass 2') })
  })

  it('says which frames differ, why, and where they are, until they are approved by -u', { timeout }, async () => {
    const { style } = await writeCardFilm(films())
    expect(await nodeTest()).toMatchObject({ code: 0 })
    await writeFile(style, cardStyle({ top: 33 }))
    const { code, said } = await vitest([])
    expect(code).toBe(1)
    expect(said).toContain('scene-01-middle (frame 7, 0.233 s): moved by 3 px down')
    expect(said).toMatch(/baseline +films\/__frames__\/film\/chromium-[^/]+\/scene-01-middle\.png/)
    expect(said).toMatch(/difference +frames-reports\/films-film\/difference\/scene-01-middle\.png/)
    expect(said).toContain('run vitest with -u')
    expect(said).toContain('❯ films/film.test.ts:4:')
    const report = await readFile(join(project, 'frames-reports/films-film/report.json'), 'utf8')
    expect(JSON.parse(report)).toMatchObject({ film: { path: 'films/film.json' } })
    const byNode = await nodeTest()
    expect(byNode).toMatchObject({ code: 1, said: expect.stringContaining('moved by 3 px') })
    expect(byNode.said).toContain('meant to look so: npx framefarm frames approve film.json --all --report frames-reports/film\n')

    expect(await vitest(['-u'])).toMatchObject({ code: 0, said: expect.stringMatching(/Snapshots +\d+ updated/) })
    expect(await nodeTest({ CI: 'true' })).toMatchObject({ code: 0 })
    await writeFile(style, cardStyle({ top: 37 }))
    expect(await nodeTest({}, ['--test-update-snapshots'])).toMatchObject({ code: 0 })
    expect(await nodeTest({ CI: 'true' })).toMatchObject({ code: 0 })
  })

  it('runs again in watch mode when the template is saved, and leaves nothing behind', { timeout }, async () => {
    const { style } = await writeCardFilm(films())
    const watching = spawn(process.execPath, ['node_modules/vitest/vitest.mjs', '--watch'], {
      cwd: project,
      env: environment({ FRAMEFARM_DATA: data }),
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    let said = ''
    for (const stream of [watching.stdout, watching.stderr]) stream.on('data', (text: Buffer) => (said += stripVTControlCharacters(text.toString())))
    try {
      await expect.poll(() => said, { timeout: 120_000 }).toMatch(/2 passed[\s\S]*Waiting for file changes/)
      said = ''
      await writeFile(style, cardStyle({ top: 37 }))
      await expect.poll(() => said, { timeout: 120_000 }).toMatch(/not as approved[\s\S]*Watching for file changes/)
    } finally {
      watching.kill('SIGINT')
      await once(watching, 'exit')
    }
  })
})
