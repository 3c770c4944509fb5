import { execFileSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { parseFilm } from '../../src/film/parse-film.ts'

const root = join(import.meta.dirname, '../..')
const read = (path: string) => readFileSync(join(root, path), 'utf8')
const pages = [
  'README.md',
  'ARCHITECTURE.md',
  'CONTRIBUTING.md',
  'docs/benchmarks.md',
  'docs/errors.md',
  'docs/film.md',
  'docs/frames.md',
  'docs/captions.md',
  'docs/client.md',
  'docs/http.md',
  'docs/sound.md',
  'docs/storage.md',
  'docs/transitions.md',
  'docs/fonts.md',
  'docs/camera.md',
  'docs/output.md',
  'samples/README.md',
]

describe('the documents', () => {
  it('show a film that is valid', () => {
    const [, example = ''] = /```json\n([\s\S]*?)```/.exec(read('README.md')) ?? []
    expect(parseFilm(JSON.parse(example), '/films').scenes).toHaveLength(3)
  })

  it.each(pages)('%s links only to files that are there', (page) => {
    const links = [...read(page).matchAll(/\]\((?!https?:)([^)#]+)/g)].map(([, link = '']) => join(root, page, '..', link))
    expect(links.filter((path) => !existsSync(path))).toEqual([])
  })

  it('name every setting that the code reads, and no other', () => {
    const files = readdirSync(join(root, 'src'), { recursive: true, encoding: 'utf8' }).filter((path) => path.endsWith('.ts'))
    const variables = (text: string) => new Set(text.match(/\bFRAMEFARM_[A-Z]+(?:_[A-Z]+)*\b/g))
    const inCode = variables(files.map((path) => read(join('src', path))).join('\n'))
    // Those of the server are many, and have a page of their own.
    const named = variables(read('README.md') + read('docs/configuration.md'))
    expect([...named].toSorted()).toEqual([...inCode].toSorted())
  })

  it('show commands and options that the program has', () => {
    const commands = [...read('README.md').matchAll(/^bin\/framefarm (\w+)/gm)].map(([, name = '']) => name)
    const help = (args: readonly string[]) => execFileSync(process.execPath, [join(root, 'bin/framefarm'), ...args, '--help'], { encoding: 'utf8' })
    expect(commands.length).toBeGreaterThan(2)
    const all = help([])
    for (const command of commands) expect(all).toContain(command)
    const options = [...read('README.md').matchAll(/^\| `(?:-\w, )?(--[a-z-]+)/gm)].map(([, name = '']) => name)
    expect(options.length).toBeGreaterThan(5)
    const ofRender = help(['render'])
    for (const option of options) expect(ofRender).toContain(option)
  })

  it('name npm scripts that there are', () => {
    const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> }
    const named = pages.flatMap((page) => [...read(page).matchAll(/npm run ([a-z:-]+)/g)].map(([, name = '']) => name))
    expect(named.filter((name) => !(name in scripts))).toEqual([])
  })
})
