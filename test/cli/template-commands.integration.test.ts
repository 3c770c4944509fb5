import { readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { ffprobe } from '../support/ffprobe.ts'
import { framefarm } from '../support/framefarm.ts'
import { tempFolder } from '../support/temp-folder.ts'

describe('framefarm template', () => {
  it('makes a template whose film renders as it is, by layers', async () => {
    const cwd = await tempFolder()
    const made = await framefarm(['template', 'new', 'greeting'], { cwd })
    expect(made).toMatchObject({ code: 0, stderr: '' })
    expect(made.stdout).toContain('framefarm preview greeting/film.json')
    expect((await readdir(join(cwd, 'greeting'))).toSorted()).toEqual(['README.md', 'film.json', 'page.css', 'page.html', 'page.js', 'template.json'])
    const manifest = JSON.parse(await readFile(join(cwd, 'greeting/template.json'), 'utf8')) as { name: string }
    expect(manifest.name).toBe('greeting')
    const { code, stdout } = await framefarm(['render', 'greeting/film.json', '-o', 'film.mp4', '--json', '--encoder', 'cpu'], {
      cwd,
      env: { FRAMEFARM_DATA: join(cwd, 'data') },
    })
    expect(code).toBe(0)
    expect(stdout).toContain('"layers"')
    expect((await ffprobe(join(cwd, 'film.mp4'))).video).toMatchObject({ width: 1280, height: 720, nb_frames: '120' })
  })

  it('never writes into a folder that is there', async () => {
    const cwd = await tempFolder()
    await framefarm(['template', 'new', 'greeting'], { cwd })
    await writeFile(join(cwd, 'greeting/page.js'), 'mine')
    const { code, stderr } = await framefarm(['template', 'new', 'greeting'], { cwd })
    expect({ code, stderr }).toEqual({ code: 7, stderr: expect.stringContaining('it is there already') as string })
    expect(await readFile(join(cwd, 'greeting/page.js'), 'utf8')).toBe('mine')
  })

  it.each(['../greeting', 'Greeting', '-x', '', 'a b'])('refuses the name %j', async (name) => {
    const cwd = await tempFolder()
    const { code } = await framefarm(['template', 'new', name], { cwd })
    expect({ code, files: await readdir(cwd) }).toEqual({ code: 2, files: [] })
  })

  it('lists the built-in templates with their props, as text and as JSON', async () => {
    const text = await framefarm(['template', 'list'])
    expect(text.stdout).toMatch(/^lower-third: .*\(image: required\)$/m)
    expect(text.stdout).toMatch(/^ {2}side: .*\(left, right; default "left"\)$/m)
    const { templates } = JSON.parse((await framefarm(['template', 'list', '--json'])).stdout) as { templates: { name: string; props: object }[] }
    expect(templates.find(({ name }) => name === 'quote')?.props).toMatchObject({ required: ['quote'], additionalProperties: false })
  })
})
