import { spawnSync } from 'node:child_process'
import { cp, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import express from 'express'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openPlainPage } from '../support/preview.ts'
import { startBrowser } from '../support/user-browser.ts'
import { scriptedFarm } from '../support/scripted-farm.ts'

const root = join(import.meta.dirname, '../..')

/** A project with the package as it is published beside it, and nothing else but what the package depends on for its types. */
async function projectWithPackage(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'framefarm-test-package-'))
  const installed = join(folder, 'node_modules/framefarm')
  await mkdir(installed, { recursive: true })
  await cp(join(root, 'package.json'), join(installed, 'package.json'))
  await symlink(join(root, 'node_modules/zod'), join(folder, 'node_modules/zod'))
  const compilerOptions = { outDir: join(installed, 'dist'), rootDir: join(root, 'src'), typeRoots: [join(root, 'node_modules/@types')] }
  const files = ['index.ts', 'node.ts'].map((name) => join(root, 'src/client', name))
  await writeFile(join(folder, 'client.json'), JSON.stringify({ extends: join(root, 'tsconfig.build.json'), compilerOptions, files, include: [] }))
  const faults = tsc(root, ['-p', join(folder, 'client.json')])
  if (faults !== '') throw new Error(faults)
  await writeFile(join(folder, 'package.json'), '{ "type": "module" }')
  return folder
}

/** @returns what the compiler says against it */
function tsc(cwd: string, args: readonly string[]): string {
  return spawnSync(process.execPath, [join(root, 'node_modules/typescript/bin/tsc'), ...args], { cwd, encoding: 'utf8' }).stdout
}

const strict = ['--strict', '--exactOptionalPropertyTypes', '--noEmit', '--target', 'es2022']
const inBrowser = ['--module', 'esnext', '--moduleResolution', 'bundler', '--lib', 'es2022,dom,dom.iterable,dom.asynciterable', '--types', '']
const inNode = ['--module', 'nodenext', '--lib', 'es2022,esnext.disposable', '--typeRoots', join(root, 'node_modules/@types'), '--types', 'node']

const program = `
import { createClient, FramefarmApiError, isOver, verifyWebhook, type FilmDocument, type Render } from 'framefarm/client'

export const film: FilmDocument = { version: 1, scenes: [{ image: 'https://example.com/a.jpg', duration: 'auto', kenBurns: { preset: 'zoom-in' } }] }
export const constant = { version: 1, scenes: [{ duration: 2, template: 'quote', props: { text: 'words', list: [1, { two: null }] } }] } as const satisfies FilmDocument

export async function use(baseUrl: string): Promise<string> {
  const client = createClient({ baseUrl, apiKey: 'key' })
  const { id } = await client.renders.submit({ film, webhook: { url: 'https://example.com/hook' } })
  for await (const event of client.renders.events(id)) if (event.type === 'progress') console.log(event.progress.overall.toFixed(2))
  const render: Render = await client.renders.wait(id, { onProgress: ({ progress }) => console.log(progress.secondsLeft) })
  await verifyWebhook<{ readonly type: string }>(new Headers(), 'body', 'whsec_').catch((error: unknown) => error instanceof FramefarmApiError && error.code)
  return isOver(render.state) ? (render.outputs[0]?.url ?? '') : ''
}
`

describe('framefarm/client as it is published', () => {
  let folder: string
  beforeAll(async () => {
    folder = await projectWithPackage()
  })
  afterAll(() => rm(folder, { recursive: true }))

  it('has types that a strict project for browsers takes, and that know every word of a film', async () => {
    const wrong = program.replace("preset: 'zoom-in'", "preset: 'zoom-sideways'").replace('overall.toFixed', 'overall.toUpperCase')
    await writeFile(join(folder, 'program.ts'), program)
    await writeFile(join(folder, 'wrong.ts'), wrong)
    expect(tsc(folder, [...strict, ...inBrowser, 'program.ts'])).toBe('')
    const faults = tsc(folder, [...strict, ...inBrowser, 'wrong.ts'])
    expect(faults).toContain('"zoom-sideways"')
    expect(faults).toContain("Property 'toUpperCase' does not exist on type 'number'")
  })

  it('has types for Node, with which the programs of its documents compile', async () => {
    const page = await readFile(join(root, 'docs/client.md'), 'utf8')
    const programs = [...page.matchAll(/^```ts\n([\s\S]*?)^```$/gm)].map(([, text = '']) => text)
    const given = `import { createClient as create } from 'framefarm/client'\nconst client = create({ baseUrl: '' })\n`
    const names = programs.map((_, index) => `program-${index}.ts`)
    for (const [index, text] of programs.entries()) {
      await writeFile(join(folder, names[index] ?? ''), text.includes('const client =') ? text : `${given}${text}\nexport { client }\n`)
    }
    expect(names.length).toBe(3)
    expect(tsc(folder, [...strict, ...inNode, ...names])).toBe('')
  })

  it('runs in a browser as it is, without a bundler', async () => {
    const page = express()
    page.use(express.static(join(folder, 'node_modules/framefarm/dist')))
    page.get('/', (_request, response) => void response.type('html').send('<!doctype html><title>client</title><link rel="icon" href="data:,">'))
    const farm = await scriptedFarm(page)
    await using browser = startBrowser()
    const tab = await openPlainPage(browser, farm.url)
    const work = tab.evaluate<string>(`(async () => {
      const { createClient } = await import('/client/index.js')
      const { renders } = createClient({ baseUrl: location.href })
      const { id } = await renders.submit({ version: 1, scenes: [] })
      return (await renders.wait(id)).state
    })()`)
    await expect.poll(() => farm.listeners, { timeout: 20_000 }).toBe(1)
    for (const id of farm.renders.keys()) farm.tell(id, { type: 'state', state: 'succeeded' })
    expect(await work).toBe('succeeded')
    expect(tab.errors).toEqual([])
    const loaded = farm.requests.map(({ path }) => path).filter((path) => path.endsWith('.js'))
    expect(loaded.toSorted()).toContain('/api/render-states.js')
    expect(loaded.filter((path) => !path.startsWith('/client/'))).toEqual(['/api/render-states.js'])
  })
})
