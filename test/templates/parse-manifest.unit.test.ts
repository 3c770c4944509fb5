import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { lineOf } from '../../src/film/fault.ts'
import { faultsOfIssues } from '../../src/film/faults-of-issues.ts'
import { templateNames } from '../../src/templates/load-template.ts'
import { manifestJsonSchema } from '../../src/templates/manifest-schema.ts'
import { parseManifest } from '../../src/templates/parse-manifest.ts'

const good = { name: 'postcard', description: 'A postcard.' }
const templates = join(import.meta.dirname, '../../src/templates')

/** What is wrong with a template.json, in words. */
function wrongWith(manifest: unknown): string {
  const parsed = parseManifest(typeof manifest === 'string' ? manifest : JSON.stringify(manifest))
  if ('manifest' in parsed) throw new Error('it was found good')
  if ('reason' in parsed) return parsed.reason
  return faultsOfIssues(parsed.issues, parsed.raw, manifestJsonSchema()).map(lineOf).join('\n')
}

const withProps = (properties: unknown, rest: object = {}) => ({ ...good, props: { type: 'object', properties, ...rest } })

describe('parseManifest', () => {
  it('fills in what is left out: no photograph, no camera, no props', () => {
    expect(parseManifest(JSON.stringify(good))).toEqual({
      manifest: { ...good, image: 'none', camera: false, props: { type: 'object', properties: {} } },
    })
  })

  it('says the line and column of a JSON mistake', () => {
    expect(wrongWith('{\n  "name": "postcard",\n  "description" "x"\n}')).toContain('line 3, column 17')
  })

  it.each([
    ['a misspelt keyword', withProps({ title: { type: 'string', maxLenght: 3 } }), /^\/props\/properties\/title\/maxLenght: is not a known field/],
    ['an unknown type', withProps({ title: { type: 'text' } }), /^\/props\/properties\/title\/type: is not allowed \(is "text"\)/],
    ['a pattern that is none', withProps({ code: { type: 'string', pattern: '(' } }), /pattern: is not a regular expression \(is "\("\)/],
    ['a default image', withProps({ logo: { type: 'string', format: 'image', default: 'a.png' } }), /default: cannot be an image/],
    ['a prop with the name of the photograph', withProps({ image: { type: 'string' } }), /cannot name `image` or `camera`/],
    [
      'a default that its own schema refuses',
      withProps({ size: { type: 'number', maximum: 5, default: 9 } }),
      /default .* at \/props\/properties\/size/,
    ],
    ['a required prop that there is not', withProps({}, { required: ['title'] }), /requires title/],
    ['a name with capitals', { ...good, name: 'Post Card' }, /^\/name: .*small letters/],
    ['no description', { name: 'postcard' }, /^\/description: is missing/],
    ['a list', [], /is not allowed/],
  ])('refuses %s', (_name, manifest, message) => {
    expect(wrongWith(manifest)).toMatch(message)
  })

  it('finds nothing wrong with the built-in templates, whose names are those of their folders', async () => {
    const names = await templateNames()
    expect(names.toSorted()).toEqual(['blurred-fill', 'end-card', 'ken-burns', 'lower-third', 'quote', 'split', 'title-card'])
    for (const name of names) {
      const parsed = parseManifest(await readFile(join(templates, name, 'template.json'), 'utf8'))
      expect(parsed).toMatchObject({ manifest: { name } })
      expect(await readdir(join(templates, name))).toContain('page.html')
    }
  })
})
