import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { parseFilm } from '../../src/film/parse-film.ts'

const root = join(import.meta.dirname, '../..')
const page = readFileSync(join(root, 'docs/sound.md'), 'utf8')

describe('docs/sound.md', () => {
  const examples = [...page.matchAll(/^## ([^\n]+)\n[^#]*?```json\n([\s\S]*?)```/gm)].map(([, title = '', json = '']) => [title, json] as const)

  it('has an example in every part', () => {
    expect(examples.map(([title]) => title)).toEqual([...page.matchAll(/^## ([^\n]+)/gm)].map(([, title]) => title))
  })

  it.each(examples)('%s: the example is part of a valid film', (_title, json) => {
    const film = parseFilm({ version: 1, scenes: [{ image: 'a.jpg', duration: 8 }], ...JSON.parse(json) }, '/films')
    expect(film.scenes).toHaveLength(1)
  })

  it('says the usual values of ducking as they are', () => {
    const [, json = ''] = examples.find(([title]) => title === 'Ducking') ?? []
    const of = (ducking: unknown) =>
      parseFilm({ version: 1, music: { source: 'm', ducking }, scenes: [{ image: 'a', duration: 1 }] }, '/').music?.ducking
    expect(of((JSON.parse(json) as { music: { ducking: unknown } }).music.ducking)).toEqual(of({}))
  })

  it('names a sample that is valid and has its files', () => {
    const sample: unknown = JSON.parse(readFileSync(join(root, 'samples/sound.json'), 'utf8'))
    const film = parseFilm(sample, join(root, 'samples'))
    const sources = [...film.scenes.flatMap(({ image, voiceover, sounds }) => [image, voiceover?.source, ...sounds.map(({ source }) => source)])]
    const all = [...sources, ...(film.music?.tracks ?? []).map(({ source }) => source)]
    expect(all.filter((source) => source && !existsSync(source.url))).toEqual([])
    expect(film.scenes.map(({ duration }) => duration)).toContain('auto')
    expect(film.music).toMatchObject({ tracks: [{}, {}], ducking: { depth: 14 } })
  })
})
