import { describe, expect, it } from 'vitest'
import { FilmInvalidError } from '../../src/film/fault.ts'
import { parseFilm } from '../../src/film/parse-film.ts'

const scene = { image: 'photo.jpg', duration: 8 }

function faultsOf(raw: unknown) {
  try {
    parseFilm(raw, '/films')
  } catch (error) {
    if (error instanceof FilmInvalidError) return error.faults
    throw error
  }
  throw new Error('the film was found valid')
}

describe('parseFilm', () => {
  it('fills in every default', () => {
    const film = parseFilm({ version: 1, scenes: [scene] }, '/films')
    expect(film.output).toEqual({ width: 1920, height: 1080, fps: { num: 30, den: 1 }, quality: 'standard', codec: 'h264' })
    expect(film.background).toBe('#000000')
    expect(film.music).toBeNull()
    expect(film.scenes[0]).toMatchObject({ duration: 8, kenBurns: null, voiceover: null, template: 'ken-burns', props: {} })
  })

  it('resolves paths from the folder of the film, and leaves addresses as they are', () => {
    const film = parseFilm(
      { version: 1, scenes: [scene, { ...scene, image: 'gs://bucket/a b.jpg' }, { ...scene, image: 'https://h/x.png' }] },
      '/films/one',
    )
    expect(film.scenes.map(({ image }) => image?.url.href)).toEqual(['file:///films/one/photo.jpg', 'gs://bucket/a%20b.jpg', 'https://h/x.png'])
  })

  it('lists every fault at once, each with its pointer', () => {
    const faults = faultsOf({
      version: 2,
      output: { width: 1921, fps: 29.97, codec: 'vp8', colour: 'red' },
      scenes: [
        { image: 'a.jpg', duration: 0 },
        { duration: 3, kenBurns: { preset: 'spin', startScale: 0.5 } },
      ],
    })
    expect(faults.map(({ pointer }) => pointer).toSorted()).toEqual([
      '/output/codec',
      '/output/colour',
      '/output/fps',
      '/output/width',
      '/scenes/0/duration',
      '/scenes/1/image',
      '/scenes/1/kenBurns/preset',
      '/scenes/1/kenBurns/startScale',
      '/version',
    ])
  })

  it('says of each fault the value and what is allowed', () => {
    const [fault] = faultsOf({ version: 1, scenes: [{ image: 'a.jpg', duration: 0 }] })
    expect(fault).toEqual({ pointer: '/scenes/0/duration', message: 'is too small', value: 0, allowed: 'a number from 0.1 to 3600, or auto' })
  })

  it.each([
    ['a list of no scenes', { scenes: [] }, '/scenes', 'has too few items', 'a list of 1 to 1000 items'],
    ['an empty text', { scenes: [{ ...scene, title: '' }] }, '/scenes/0/title', 'is too short', 'text of 1 to 200 characters'],
    ['a text that is too long', { scenes: [{ ...scene, title: 'a'.repeat(201) }] }, '/scenes/0/title', 'is too long', 'text of 1 to 200 characters'],
    [
      'a list that is too long',
      { captions: { sidecar: ['srt', 'srt', 'vtt'] } },
      '/captions/sidecar',
      'has too many items',
      'a list of 0 to 2 items',
    ],
    [
      'a name in place of an object',
      { transition: 'fade' },
      '/transition',
      'is not allowed',
      'an object with type, duration, easing, direction, colour',
    ],
  ])('calls %s what it is', (_what, more, ...expected) => {
    const told = faultsOf({ version: 1, scenes: [scene], ...more }).map(({ pointer, message, allowed }) => [pointer, message, allowed])
    expect(told).toEqual([expected])
  })

  it('names the known fields beside an unknown one', () => {
    const [fault] = faultsOf({ version: 1, scenes: [{ ...scene, lenght: 8 }] })
    expect(fault).toMatchObject({ pointer: '/scenes/0/lenght', message: 'is not a known field' })
    expect(fault?.allowed).toContain('duration')
  })

  it.each([
    ['30000/1001', { num: 30000, den: 1001 }],
    ['60/2', { num: 30, den: 1 }],
    [24, { num: 24, den: 1 }],
  ])('reads the frame rate %s', (fps, expected) => {
    expect(parseFilm({ version: 1, output: { fps }, scenes: [scene] }, '/').output.fps).toEqual(expected)
  })

  it.each(['240/1', '1/2', 0, 121, 29.97, '30000', '30/0'])('refuses the frame rate %s', (fps) => {
    expect(faultsOf({ version: 1, output: { fps }, scenes: [scene] })[0]?.pointer).toBe('/output/fps')
  })

  it.each(['cubic-bezier(0.2, -1, 0.8, 2)', 'cubic-bezier(0,0,1,1)', 'ease', 'cubic-bezier(.42, 0, .58, 1)'])('takes the easing %s', (easing) => {
    expect(parseFilm({ version: 1, scenes: [{ ...scene, kenBurns: { easing } }] }, '/').scenes[0]?.kenBurns?.easing).toBe(easing)
  })

  it.each(['bounce', 'cubic-bezier(1.2, 0, 0, 1)', 'cubic-bezier(0, 0, 1.5, 1)', 'cubic-bezier(0, 0, 1)', 'ease; background: url(x)'])(
    'refuses the easing %s',
    (easing) => {
      expect(faultsOf({ version: 1, scenes: [{ ...scene, kenBurns: { easing } }] })[0]?.pointer).toBe('/scenes/0/kenBurns/easing')
    },
  )

  it.each(['ftp://h/x.jpg', 'data:image/png;base64,AA', 'gs://bucket', 'javascript:alert(1)', 'file://host/x.jpg', 'a\0b.jpg'])(
    'refuses the address %s',
    (image) => {
      expect(faultsOf({ version: 1, scenes: [{ ...scene, image }] })[0]?.pointer).toBe('/scenes/0/image')
    },
  )

  it('refuses a preset beside the numbers that it stands for', () => {
    const faults = faultsOf({ version: 1, scenes: [{ ...scene, kenBurns: { preset: 'zoom-in', endScale: 2 } }] })
    expect(faults).toEqual([expect.objectContaining({ pointer: '/scenes/0/kenBurns/endScale' })])
  })

  it('refuses a film of more frames than anybody means', () => {
    const scenes = Array.from({ length: 300 }, () => ({ ...scene, duration: 3600 }))
    expect(faultsOf({ version: 1, output: { fps: 60 }, scenes })).toEqual([
      expect.objectContaining({ pointer: '/scenes', message: 'make 64800000 frames in all' }),
    ])
  })

  it('refuses a scene that is shorter than a frame', () => {
    expect(faultsOf({ version: 1, output: { fps: 1 }, scenes: [{ ...scene, duration: 0.5 }] })[0]?.pointer).toBe('/scenes/0/duration')
  })

  it.each([null, [], 'film', 3, {}])('refuses %j, which is no film', (raw) => {
    expect(faultsOf(raw).length).toBeGreaterThan(0)
  })

  it('writes colours out in full', () => {
    expect(parseFilm({ version: 1, background: '#Fa0', scenes: [scene] }, '/').background).toBe('#ffaa00')
  })
})
