import { readFile } from 'node:fs/promises'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { filmJsonSchema, filmSchema } from '../../src/film/film-schema.ts'
import { parseFilm } from '../../src/film/parse-film.ts'

type Node = z.core.JSONSchema.BaseSchema

const scene = { image: 'photo.jpg', duration: 8 }
const film = { version: 1, scenes: [scene] }

/** Pointers of all fields without a description. */
function undescribed(node: Node, pointer = ''): readonly string[] {
  const fields = Object.entries(node.properties ?? {}).flatMap(([name, child]) => {
    if (typeof child === 'boolean') return []
    const path = `${pointer}/${name}`
    return [...(child.description === undefined ? [path] : []), ...undescribed(child, path)]
  })
  const { items, anyOf = [] } = node
  const kinds = anyOf.flatMap((kind) => (typeof kind === 'object' ? undescribed(kind, pointer) : []))
  return [...fields, ...kinds, ...(typeof items === 'object' && !Array.isArray(items) ? undescribed(items, `${pointer}/*`) : [])]
}

describe('filmJsonSchema', () => {
  const validator = z.fromJSONSchema(filmJsonSchema())

  it('accepts the sample film, which is valid', async () => {
    const sample: unknown = JSON.parse(await readFile('samples/film.json', 'utf8'))
    expect(validator.safeParse(sample).error?.issues ?? []).toEqual([])
    expect(parseFilm(sample, '/samples').scenes).toHaveLength(15)
  })

  it('accepts the sample of captions, which is valid', async () => {
    const sample: unknown = JSON.parse(await readFile('samples/captions.json', 'utf8'))
    expect(validator.safeParse(sample).error?.issues ?? []).toEqual([])
    expect(parseFilm(sample, '/samples').scenes).toHaveLength(5)
  })

  it('describes every field, for editors to show', () => {
    expect(undescribed(filmJsonSchema())).toEqual([])
  })

  it('says which draft it is written in', () => {
    expect(filmJsonSchema()['$schema']).toBe('https://json-schema.org/draft/2020-12/schema')
  })

  it('requires only what has no default', () => {
    expect(filmJsonSchema().required?.toSorted()).toEqual(['scenes', 'version'])
  })

  it.each<[string, unknown]>([
    ['a film without anything that may be left out', film],
    ['a film that names its schema', { ...film, $schema: './film.schema.json' }],
    ['short colours in small letters', { ...film, background: '#fa0' }],
    ['colours in capital letters', { ...film, background: '#FFAA00' }],
    ['a frame rate as a fraction', { ...film, output: { fps: '30000/1001' } }],
    ['props of any kind', { ...film, scenes: [{ ...scene, props: { title: 'x', lines: [1, null, { deep: true }] } }] }],
    ['an unknown field', { ...film, title: 'x' }],
    ['an unknown field of a scene', { ...film, scenes: [{ ...scene, lenght: 3 }] }],
    ['no scene', { ...film, scenes: [] }],
    ['an odd width', { ...film, output: { width: 1921 } }],
    ['a frame rate with a point', { ...film, output: { fps: 29.97 } }],
    ['a duration as text', { ...film, scenes: [{ ...scene, duration: '8' }] }],
    ['an empty image', { ...film, scenes: [{ ...scene, image: '' }] }],
    ['a colour by name', { ...film, background: 'black' }],
    ['an easing that is none', { ...film, scenes: [{ ...scene, kenBurns: { easing: 'bounce' } }] }],
    ['music without a source', { ...film, music: { volume: 1 } }],
    ['captions that are a number', { ...film, scenes: [{ ...scene, captions: 3 }] }],
    ['captions as lines', { ...film, scenes: [{ ...scene, captions: [{ start: 0, end: 1, text: 'a' }] }] }],
    ['captions with CSS in a font', { ...film, captions: { style: { font: 'a";b' } } }],
    ['a safe area in pixels', { ...film, captions: { style: { safeArea: { left: '40px' } } } }],
    ['a style without a box', { ...film, captions: { style: { box: null } } }],
    ['another version', { ...film, version: 2 }],
  ])('is of one mind with the parser about %s', (_what, raw) => {
    expect(validator.safeParse(raw).success).toBe(filmSchema.safeParse(raw).success)
  })
})
