import { describe, expect, it } from 'vitest'
import { parseFilm } from '../../src/film/parse-film.ts'
import { withFonts } from '../../src/plan/plan-fonts.ts'
import { completeFilm, planProps } from '../../src/plan/plan-props.ts'
import { parseManifest } from '../../src/templates/parse-manifest.ts'
import type { TemplateManifest } from '../../src/templates/manifest-schema.ts'

function manifestOf(fields: Readonly<Record<string, unknown>>): TemplateManifest {
  const parsed = parseManifest(JSON.stringify({ name: 'postcard', description: 'A postcard.', ...fields }))
  if (!('manifest' in parsed)) throw new Error(JSON.stringify(parsed))
  return parsed.manifest
}

const props = {
  type: 'object',
  properties: {
    title: { type: 'string', maxLength: 20 },
    side: { type: 'string', enum: ['left', 'right'], default: 'left' },
    tint: { type: 'string', format: 'colour' },
    stars: { type: 'integer', minimum: 0, maximum: 5 },
    people: {
      type: 'array',
      maxItems: 3,
      items: { type: 'object', properties: { name: { type: 'string' }, face: { type: 'string', format: 'image' } }, required: ['name'] },
    },
  },
  required: ['title'],
}

function complete(scene: Readonly<Record<string, unknown>>, manifest: Readonly<Record<string, unknown>> = { props }) {
  const film = parseFilm({ version: 1, scenes: [{ template: 'postcard', duration: 2, ...scene }] }, '/films')
  return completeFilm(film, new Map([['postcard', { manifest: manifestOf(manifest) }]]))
}

describe('props', () => {
  it('get their defaults', () => {
    expect(complete({ props: { title: 'Hello' } }).film.scenes[0]?.props).toEqual({ title: 'Hello', side: 'left' })
  })

  it('are faults where the template does not take them: each with its pointer, its value and what is allowed', () => {
    const wrong = { title: 5, side: 'up', tint: 'red', stars: 6, colour: '#fff', people: [{ name: 'A' }, { face: '' }, { name: 'C', age: 3 }] }
    expect(complete({ props: wrong }).faults).toEqual(
      expect.arrayContaining([
        { pointer: '/scenes/0/props/title', message: 'is not allowed', value: 5, allowed: 'text of 0 to 20 characters' },
        { pointer: '/scenes/0/props/side', message: 'is not allowed', value: 'up', allowed: 'left, right' },
        { pointer: '/scenes/0/props/tint', message: 'is not allowed', value: 'red', allowed: 'a colour as #rgb or #rrggbb' },
        { pointer: '/scenes/0/props/stars', message: 'is too large', value: 6, allowed: 'a whole number from 0 to 5' },
        { pointer: '/scenes/0/props/colour', message: 'is not a known field', allowed: 'title, side, tint, stars, people' },
        expect.objectContaining({ pointer: '/scenes/0/props/people/1/name', message: 'is missing' }),
        expect.objectContaining({ pointer: '/scenes/0/props/people/1/face', message: 'is too short' }),
        { pointer: '/scenes/0/props/people/2/age', message: 'is not a known field', allowed: 'name, face' },
      ]),
    )
  })

  it('are missing by their names', () => {
    expect(complete({}).faults).toEqual([
      expect.objectContaining({ pointer: '/scenes/0/props/title', message: 'is missing', allowed: 'text of 0 to 20 characters' }),
    ])
  })

  it('cannot smuggle a prototype in', () => {
    const raw = JSON.parse('{ "title": "x", "__proto__": { "title": "y" } }') as Record<string, unknown>
    const own = complete({ props: raw }).film.scenes[0]?.props
    expect(own).toEqual({ title: 'x', side: 'left' })
    expect(Object.getPrototypeOf(own)).toBe(Object.prototype)
  })

  it('name images, which are found wherever they are, relative to the film', () => {
    const { propImages, faults } = complete({ props: { title: 'x', people: [{ name: 'A' }, { name: 'B', face: 'faces/b.png' }] } })
    expect(faults).toEqual([])
    expect(propImages).toEqual([
      [
        {
          path: ['people', 1, 'face'],
          pointer: '/scenes/0/props/people/1/face',
          source: expect.objectContaining({ url: new URL('file:///films/faces/b.png') }) as unknown,
        },
      ],
    ])
  })

  it('refuse an image at an address that cannot be read', () => {
    expect(complete({ props: { title: 'x', people: [{ name: 'A', face: 'ftp://h/a.png' }] } }).faults).toEqual([
      expect.objectContaining({ pointer: '/scenes/0/props/people/0/face', value: 'ftp://h/a.png' }),
    ])
  })

  it('reach the page with the address of the prepared image in the place of what the film says', () => {
    const image = { path: '/a', name: 'b.png', hash: 'h', width: 400, height: 100, format: 'png' }
    const before = { title: 'x', people: [{ name: 'A' }, { name: 'B', face: 'faces/b.png' }] }
    const planned = planProps(before, [{ path: ['people', 1, 'face'], image }], { width: 640, height: 360 })
    expect(planned.props).toEqual({
      title: 'x',
      people: [{ name: 'A' }, { name: 'B', face: expect.stringMatching(/^\.\.\/assets\/[0-9a-f]+\.png$/) as string }],
    })
    expect(planned.orders).toEqual([{ image, width: 1440, height: 360, background: null }])
    expect(before.people[1]?.face).toBe('faces/b.png')
  })
})

describe('props that are fonts', () => {
  const fonts = {
    type: 'object',
    properties: {
      heading: { type: 'string', format: 'font', default: 'serif' },
      lines: { type: 'array', items: { type: 'object', properties: { 'a-b': { type: 'string', format: 'font' } } } },
    },
  }

  it('are looked for, those of defaults too', () => {
    expect(complete({ props: { lines: [{}, { 'a-b': 'Open Sans' }] } }, { props: fonts }).fontWishes).toEqual([
      { pointer: '/scenes/0/props/heading', family: 'serif' },
      { pointer: '/scenes/0/props/lines/1/a-b', family: 'Open Sans' },
    ])
  })

  it('are names of families', () => {
    expect(complete({ props: { heading: 'A, B' } }, { props: fonts }).faults).toEqual([
      expect.objectContaining({ pointer: '/scenes/0/props/heading', allowed: 'the name of a font family, without quotes and commas' }),
    ])
  })

  it('reach the page as a value for CSS, with the families that stand in', () => {
    const { film } = complete({ props: { lines: [{ 'a-b': 'Open Sans' }] } }, { props: fonts })
    const wished = new Map([['/scenes/0/props/lines/0/a-b', { cssFamily: '"Open Sans", "Noto Color Emoji"', faces: [] }]])
    expect(withFonts(film.scenes[0]?.props ?? {}, { own: [], wished }, 0)).toEqual({
      heading: 'serif',
      lines: [{ 'a-b': '"Open Sans", "Noto Color Emoji"' }],
    })
  })
})

describe('the photograph of a scene', () => {
  it.each([
    ['is missing where the template needs it', {}, { image: 'required', camera: true }, '/scenes/0/image'],
    ['is a fault where the template shows none', { image: 'a.jpg' }, { image: 'none' }, '/scenes/0/image'],
    [
      'has no camera move where the template has no camera',
      { image: 'a.jpg', kenBurns: { preset: 'zoom-in' } },
      { image: 'required' },
      '/scenes/0/kenBurns',
    ],
    ['has no fit where the template has no camera', { image: 'a.jpg', fit: 'contain' }, { image: 'required' }, '/scenes/0/fit'],
    ['has no focus where there is none', { focus: 'auto' }, { image: 'optional', camera: true }, '/scenes/0/focus'],
    ['is not turned where there is none', { rotation: 90 }, { image: 'optional', camera: true }, '/scenes/0/rotation'],
    ['has no camera move where there is none', { kenBurns: { preset: 'zoom-in' } }, { image: 'optional', camera: true }, '/scenes/0/kenBurns'],
  ])('%s', (_name, scene, manifest, pointer) => {
    expect(complete(scene, manifest).faults.map((fault) => fault.pointer)).toEqual([pointer])
  })

  it('may be left out where the template can do without', () => {
    expect(complete({}, { image: 'optional', camera: true }).faults).toEqual([])
  })
})
