import { describe, expect, it } from 'vitest'
import type { Fault } from '../../src/film/fault.ts'
import { FilmInvalidError } from '../../src/film/fault.ts'
import { fileLimits, requestLimits } from '../../src/film/film-limits.ts'
import { parseFilm } from '../../src/film/parse-film.ts'
import { parseFilmText } from '../../src/film/parse-film-text.ts'
import { FramefarmError } from '../../src/shared/errors.ts'

const scene = { image: 'https://a.example/b.jpg', duration: 8 }
const film = (fields: object) => JSON.stringify({ version: 1, scenes: [scene], ...fields })
const lots = <T>(count: number, value: T): T[] => Array.from({ length: count }, () => value)

function thrown(text: string, limits = requestLimits): FramefarmError {
  try {
    parseFilmText(text, 'the film', limits)
  } catch (error) {
    if (error instanceof FramefarmError) return error
    throw error
  }
  throw new Error('it was taken')
}

function faultOf(text: string): Fault | undefined {
  const error = thrown(text)
  return error instanceof FilmInvalidError ? error.faults[0] : undefined
}

describe('the limits of a film', () => {
  it('let a film of 500 scenes through', () => {
    expect(parseFilmText(film({ scenes: lots(500, scene) }), 'the film', requestLimits)).toMatchObject({ version: 1 })
  })

  it.each<[string, object, Fault]>([
    ['10,000 scenes', { scenes: lots(10_000, scene) }, { pointer: '/scenes', message: 'has 10000 scenes', allowed: 'up to 500 scenes' }],
    [
      'a list of a million items',
      { scenes: [{ ...scene, sounds: lots(100_001, 1) }] },
      { pointer: '/scenes/0/sounds', message: 'has 100001 items', allowed: 'a list of up to 2000 items' },
    ],
    [
      'a text without end',
      { scenes: [scene, { ...scene, title: 'x'.repeat(30_000) }] },
      { pointer: '/scenes/1/title', message: 'has 30000 characters', allowed: 'text of up to 20000 characters' },
    ],
    [
      'a name without end',
      { ['x'.repeat(30_000)]: 1 },
      { pointer: `/${'x'.repeat(200)}`, message: 'has too long a name', allowed: 'up to 20000 characters' },
    ],
    [
      'more values than anybody writes',
      { scenes: lots(60, { ...scene, props: { a: lots(2000, 1) } }) },
      { pointer: '', message: 'has too many values in all', allowed: 'up to 100000 values' },
    ],
  ])('say what is wrong with %s, and where', (_what, fields, fault) => {
    expect(faultOf(film(fields))).toEqual(fault)
  })

  it.each([
    ['lists', (depth: number) => '['.repeat(depth) + ']'.repeat(depth)],
    ['objects', (depth: number) => '{"a":'.repeat(depth) + '1' + '}'.repeat(depth)],
  ])('say where %s are nested too deeply, however deeply that is', (_what, nested) => {
    const text = `{"version":1,"scenes":[{"props":{"deep":${nested(200_000)}}}]}`
    const { pointer, message, allowed } = faultOf(text) ?? {}
    expect({ message, allowed }).toEqual({ message: 'is nested too deeply', allowed: 'up to 24 levels' })
    expect(pointer).toMatch(/^\/scenes\/0\/props\/deep(\/0|\/a){20}$/)
    expect(thrown(text, { ...fileLimits, maxItems: 1e9 })).toBeInstanceOf(FilmInvalidError)
  })

  it('take a text for unreadable that is nested without end and never closed', () => {
    expect(thrown('['.repeat(500_000))).toMatchObject({ code: 'FILM_UNREADABLE', message: expect.stringContaining('nested too deeply to be found') })
  })

  it('count bytes, before anything is parsed', () => {
    const error = thrown(`"${'ä'.repeat(1_000_001)}`)
    expect(error).toMatchObject({ code: 'FILM_UNREADABLE', message: 'the film has 2000003 bytes; a film may have up to 2000000' })
  })

  it.each(['{"__proto__": {"polluted": true}, "version": 1}', '{"version": 1, "scenes": [{"props": {"a": {"__proto__": {"polluted": true}}}}]}'])(
    'know the trick with __proto__: %s',
    (text) => {
      expect(faultOf(text)).toMatchObject({ pointer: expect.stringMatching(/\/__proto__$/), message: 'is not a name that a field can have' })
      expect('polluted' in {}).toBe(false)
    },
  )
})

function refused(raw: unknown): FilmInvalidError {
  try {
    parseFilm(raw, null)
  } catch (error) {
    if (error instanceof FilmInvalidError) return error
    throw error
  }
  throw new Error('it was taken')
}

describe('a film that is nothing but faults', () => {
  it('is told of no more than anybody reads', () => {
    const raw = { version: 1, scenes: lots(48, { ...scene, captions: lots(2000, { a: 'x'.repeat(5) }) }) }
    const error = refused(raw)
    expect(error.faults).toHaveLength(200)
    expect(error.message.startsWith('the film has more than 200 faults:')).toBe(true)
  })

  it('does not come back whole in its own faults', () => {
    const raw = { version: 'x'.repeat(19_000), scenes: lots(1001, scene) }
    const told = JSON.stringify(refused(raw).faults)
    expect(told).toContain('/scenes')
    expect(told.length).toBeLessThan(5000)
  })
})
