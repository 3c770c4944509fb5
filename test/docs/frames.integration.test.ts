import { execFile } from 'node:child_process'
import { mkdir, readdir, readFile, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { parseFrameRules } from '../../src/regression/rules/parse-frame-rules.ts'
import { cardStyle, writeCardFilm } from '../support/card-film.ts'
import { framefarm } from '../support/framefarm.ts'
import { tempFolder } from '../support/temp-folder.ts'

const root = join(import.meta.dirname, '../..')
const page = await readFile(join(root, 'docs/frames.md'), 'utf8')

type Ended = { readonly code: number; readonly said: string }

/** Runs the commands of docs/frames.md that are marked with a word, in a folder with a film, by the program of this checkout. */
async function runMarked(mark: string, cwd: string): Promise<Ended> {
  const commands = [...page.matchAll(/^<!-- (run[^>]*) -->\n\n```sh\n([\s\S]*?)^```$/gm)].flatMap(([, name, text = '']) =>
    name === mark ? text : [],
  )
  if (commands.length === 0) throw new Error(`docs/frames.md has no commands marked ${mark}`)
  const bin = join(cwd, 'bin')
  await mkdir(bin, { recursive: true })
  await symlink(join(root, 'bin/framefarm'), join(bin, 'framefarm')).catch(() => undefined)
  const env = { ...process.env, PATH: `${bin}:${process.env['PATH'] ?? ''}`, FRAMEFARM_DATA: join(cwd, 'data') }
  try {
    const { stdout, stderr } = await promisify(execFile)('bash', ['-euo', 'pipefail', '-c', commands.join('\n')], { cwd, env })
    return { code: 0, said: stdout + stderr }
  } catch (error) {
    const { code, stdout, stderr } = error as { code: number; stdout: string; stderr: string }
    return { code, said: stdout + stderr }
  }
}

/** What Jest gives a test, as far as the example needs it. */
const jest = `
const { test } = require('node:test')
const matchers = {}
globalThis.test = (name, run) => test(name, run)
globalThis.expect = (received) => {
  const expectation = {}
  for (const [name, matcher] of Object.entries(matchers)) {
    expectation[name] = async (...options) => {
      const { pass, message } = await matcher(received, ...options)
      if (!pass) throw new Error(message())
    }
  }
  return expectation
}
globalThis.expect.extend = (own) => Object.assign(matchers, own)
`

type Workflow = { readonly jobs: Readonly<Record<string, { readonly steps: readonly { readonly run?: string; readonly uses?: string }[] }>> }

describe('docs/frames.md', () => {
  it('leads from the first baseline to an approved change', async () => {
    const folder = await tempFolder()
    const { style } = await writeCardFilm(folder)
    expect(await runMarked('run', folder)).toMatchObject({ code: 0 })
    await writeFile(style, cardStyle({ top: 33 }))
    expect(await runMarked('run: check', folder)).toMatchObject({ code: 8, said: expect.stringContaining('scene-01-middle') })
    expect(await readdir(join(folder, 'frames-report'))).toEqual(expect.arrayContaining(['index.html', 'junit.xml', 'report.json']))
    expect(await runMarked('run: approve', folder)).toMatchObject({ code: 0 })
    expect(await runMarked('run: check', folder)).toMatchObject({ code: 0 })
  })

  it('has a matcher for Jest that says what the command line says', async () => {
    const folder = await tempFolder()
    const films = join(folder, 'films')
    await mkdir(films)
    const { film, style } = await writeCardFilm(films)
    const [, example = ''] = /^```js\n([^`]*?expect\.extend[\s\S]*?)^```$/m.exec(page) ?? []
    await writeFile(join(folder, 'film.test.cjs'), example)
    await writeFile(join(folder, 'jest.cjs'), jest)
    await writeFile(join(folder, 'npx'), `#!/bin/sh\nshift\nexec ${join(root, 'bin/framefarm')} "$@"\n`, { mode: 0o755 })
    const env = { ...process.env, PATH: `${folder}:${process.env['PATH'] ?? ''}`, FRAMEFARM_DATA: join(folder, 'data'), NODE_TEST_CONTEXT: undefined }
    const run = () => promisify(execFile)(process.execPath, ['--require', './jest.cjs', '--test', 'film.test.cjs'], { cwd: folder, env })
    await framefarm(['frames', 'capture', film], { env: { FRAMEFARM_DATA: env.FRAMEFARM_DATA } })
    await run()
    await writeFile(style, cardStyle({ top: 33 }))
    await expect(run()).rejects.toMatchObject({ stdout: expect.stringContaining('scene-01-middle  frame 7') })
  })

  it('names commands and options that there are, and all of them', async () => {
    for (const command of ['capture', 'check', 'approve', 'film']) {
      const { stdout } = await framefarm(['frames', command, '--help'])
      const options = [...stdout.matchAll(/^ {2}(?:-\w, )?(--[a-z-]+)/gm)]
        .map(([, name = '']) => name)
        .filter((name) => !['--help', '--debug'].includes(name))
      expect(options.filter((option) => !page.includes(`\`${option}`))).toEqual([])
      expect(page).toContain(`framefarm frames ${command} `)
    }
  })

  it('has rules that are valid', () => {
    const [, example = ''] = /^<!-- rules -->\n\n```json\n([\s\S]*?)^```$/m.exec(page) ?? []
    const rules = parseFrameRules(JSON.parse(example), 'film.frames.json')
    expect(rules).toMatchObject({ masks: [{}], regions: [{ name: 'logo' }], tolerances: { moved: 0.25 } })
  })

  it('draws a film again whose rules for a scene have changed', async () => {
    const folder = await tempFolder()
    const { film } = await writeCardFilm(folder)
    const frames = (command: string) =>
      framefarm(['frames', command, film, '--json', ...(command === 'check' ? ['--report', join(folder, 'report')] : [])], {
        env: { FRAMEFARM_DATA: join(folder, 'data') },
      })
    await frames('capture')
    expect(JSON.parse((await frames('check')).stdout)).toMatchObject({ isSkipped: true })
    await writeFile(join(folder, 'film.frames.json'), JSON.stringify({ scenes: [{ scene: 2, tolerances: { threshold: 0.02 } }] }))
    expect(JSON.parse((await frames('check')).stdout)).toMatchObject({ isSkipped: false })
  })

  it('has a workflow whose commands there are', async () => {
    const workflow = parse(await readFile(join(root, 'samples/frames/github-actions.yml'), 'utf8')) as Workflow
    const steps = workflow.jobs['frames']?.steps ?? []
    const lines = steps.flatMap(({ run = '' }) => run.split('\n')).filter((line) => line.includes('npx framefarm'))
    expect(lines).toHaveLength(2)
    for (const line of lines) {
      const [, command = ''] = /npx framefarm (frames \w+)/.exec(line) ?? []
      const { stdout } = await framefarm([...command.split(' '), '--help'])
      for (const [option] of line.matchAll(/(?<=\s)--[a-z]+/g)) expect(stdout).toContain(option)
    }
    expect(new Set(steps.flatMap(({ uses = [] }) => uses).map((action) => action.replace(/@v\d+$/, '')))).toEqual(
      new Set(['actions/checkout', 'actions/setup-node', 'actions/upload-artifact']),
    )
  })

  it('has a workflow that fails for a film that differs, and goes on to the next film', async () => {
    const folder = await tempFolder()
    const films = join(folder, 'films')
    await mkdir(films)
    const { style } = await writeCardFilm(films)
    const workflow = parse(await readFile(join(root, 'samples/frames/github-actions.yml'), 'utf8')) as Workflow
    const scripts = workflow.jobs['frames']?.steps.map((step) => step.run ?? '') ?? []
    const [capture = '', check = ''] = ['capture', 'check'].map((command) => scripts.find((script) => script.includes(`frames ${command}`)))
    const run = (commands: string) =>
      promisify(execFile)('bash', ['-e', '-c', commands.replaceAll('npx framefarm', join(root, 'bin/framefarm'))], {
        cwd: folder,
        env: { ...process.env, FRAMEFARM_DATA: join(folder, 'data') },
      })
    await run(capture)
    await run(check)
    await writeFile(style, cardStyle({ top: 33 }))
    await expect(run(check)).rejects.toMatchObject({ code: 1 })
    expect(await readdir(join(folder, 'frames-reports/film'))).toContain('index.html')
  })
})
