import { describe, expect, it } from 'vitest'
import { captionPresetNames } from '../../src/film/caption-presets.ts'
import type { CaptionStyle } from '../../src/film/caption-style.ts'
import { FilmInvalidError, type Fault } from '../../src/film/fault.ts'
import { parseFilm } from '../../src/film/parse-film.ts'
import type { Film } from '../../src/film/film.ts'

type Raw = Readonly<Record<string, unknown>>

function film(scene: Raw, captions: Raw = {}): Film {
  return parseFilm({ version: 1, captions, scenes: [{ image: 'a.jpg', duration: 8, ...scene }] }, '/film')
}

function styleOf(style: Raw, captionStyle: Raw = {}): CaptionStyle | undefined {
  return film({ captions: 'Hello', captionStyle }, { style }).scenes[0]?.captions.style
}

function faultsOf(scene: Raw, captions: Raw = {}): readonly Fault[] {
  try {
    film(scene, captions)
    return []
  } catch (error) {
    if (error instanceof FilmInvalidError) return error.faults
    throw error
  }
}

describe('a style', () => {
  it('is classic where the film says nothing', () => {
    expect(styleOf({})).toMatchObject({ position: 'bottom', align: 'centre', maxLines: 2, box: null, highlight: null, colour: '#ffffff' })
  })

  it.each(captionPresetNames)('may be the preset %s, and says everything', (preset) => {
    const values = Object.values(styleOf({ preset }) ?? {})
    expect(values).toHaveLength(14)
    expect(values).not.toContain(undefined)
  })

  it('takes what the film changes of a preset, and what the scene changes of that', () => {
    const style = styleOf({ preset: 'karaoke', colour: '#eee', outline: { width: 0.02 } }, { colour: '#ddd', highlight: { scale: 1.2 } })
    expect(style).toMatchObject({
      colour: '#ddd',
      outline: { colour: '#000000', width: 0.02 },
      highlight: { colour: '#ffd60a', scale: 1.2, reveal: false },
    })
  })

  it('keeps what the film changes when a scene takes another preset', () => {
    expect(styleOf({ preset: 'classic', size: 0.1 }, { preset: 'boxed' })).toMatchObject({ size: 0.1, box: { colour: '#000000b3' } })
  })

  it('loses a part that is null, and has it again where it is asked for', () => {
    expect(styleOf({ preset: 'boxed', box: null })?.box).toBeNull()
    expect(styleOf({ preset: 'boxed', box: null }, { box: { radius: 0 } })?.box).toEqual({ colour: '#000000b3', padding: 0.35, radius: 0 })
    expect(styleOf({ preset: 'karaoke', highlight: null })?.highlight).toBeNull()
  })

  it('has one margin for all sides of the safe area, or one for each', () => {
    expect(styleOf({ safeArea: 0.1 })?.safeArea).toEqual({ top: 0.1, right: 0.1, bottom: 0.1, left: 0.1 })
    expect(styleOf({ safeArea: '40px' }, { safeArea: { bottom: 0.2 } })?.safeArea).toEqual({ top: '40px', right: '40px', bottom: 0.2, left: '40px' })
  })
})

describe('lines with times', () => {
  it('become words, with a space or a line break after each', () => {
    const { content } = film({ captions: [{ start: 1, end: 2, text: ' Hello,  you\n two ' }] }).scenes[0]?.captions ?? {}
    const untimed = { startS: null, endS: null }
    const words = [
      { text: 'Hello,', after: ' ', ...untimed },
      { text: 'you', after: '\n', ...untimed },
      { text: 'two', after: '', ...untimed },
    ]
    expect(content).toEqual([{ startS: 1, endS: 2, words }])
  })

  it('may have words with times, and are put in order', () => {
    const words = [{ text: 'one', start: 3, end: 3.5 }, { text: 'two' }]
    const { content } =
      film({
        captions: [
          { start: 3, end: 4, words },
          { start: 1, end: 2, text: 'first' },
        ],
      }).scenes[0]?.captions ?? {}
    expect(content).toMatchObject([
      { startS: 1 },
      {
        startS: 3,
        words: [
          { text: 'one', after: ' ', startS: 3, endS: 3.5 },
          { text: 'two', startS: null },
        ],
      },
    ])
  })
})

describe('a fault', () => {
  it.each<[string, Raw, string, string | RegExp]>([
    ['an end before the start', { captions: [{ start: 2, end: 1, text: 'a' }] }, '/scenes/0/captions/0/end', 'is not after the start'],
    ['neither text nor words', { captions: [{ start: 1, end: 2 }] }, '/scenes/0/captions/0', 'has neither `text` nor `words`'],
    ['text and words', { captions: [{ start: 1, end: 2, text: 'a', words: [{ text: 'a' }] }] }, '/scenes/0/captions/0', /give one of them/],
    ['text of white space', { captions: [{ start: 1, end: 2, text: ' \n ' }] }, '/scenes/0/captions/0/text', /white space/],
    ['no start', { captions: [{ end: 2, text: 'a' }] }, '/scenes/0/captions/0/start', 'is missing'],
    ['a field of a line that is none', { captions: [{ start: 1, end: 2, txt: 'a' }] }, '/scenes/0/captions/0/txt', 'is not a known field'],
    ['a start below 0', { captions: [{ start: -1, end: 2, text: 'a' }] }, '/scenes/0/captions/0/start', 'is too small'],
    ['captions that are a number', { captions: 5 }, '/scenes/0/captions', 'is not allowed'],
    [
      'a word outside of its line',
      { captions: [{ start: 1, end: 2, words: [{ text: 'a', start: 0.5 }] }] },
      '/scenes/0/captions/0/words/0/start',
      'is outside of its line',
    ],
    [
      'words that run backwards',
      {
        captions: [
          {
            start: 1,
            end: 2,
            words: [
              { text: 'a', start: 1.5 },
              { text: 'b', start: 1.2 },
            ],
          },
        ],
      },
      '/scenes/0/captions/0/words/1/start',
      'is before the end of the word before it',
    ],
    ['a colour by name', { captionStyle: { colour: 'red' } }, '/scenes/0/captionStyle/colour', 'is not allowed'],
    ['CSS in a colour', { captionStyle: { box: { colour: '#fff;x:url(//a)' } } }, '/scenes/0/captionStyle/box/colour', 'is not allowed'],
    ['CSS in a font', { captionStyle: { font: 'a", b; color: red' } }, '/scenes/0/captionStyle/font', 'is not allowed'],
    ['a safe area of half the frame', { captionStyle: { safeArea: { left: 0.5 } } }, '/scenes/0/captionStyle/safeArea/left', 'is too large'],
    ['a preset that is none', { captionStyle: { preset: 'neon' } }, '/scenes/0/captionStyle/preset', 'is not allowed'],
  ])('names the place of %s', (_what, scene, pointer, message) => {
    expect(faultsOf(scene)).toEqual([expect.objectContaining({ pointer, message: expect.stringMatching(message) as string })])
  })

  it("is told of the film's captions, too, and all at once", () => {
    const faults = faultsOf({ captions: [{ start: 2, end: 1, text: 'a' }] }, { language: 'english please', sidecar: ['ass'] })
    expect(faults.map(({ pointer }) => pointer)).toEqual(['/captions/language', '/captions/sidecar/0'])
    expect(faults[0]?.allowed).toBe('a language tag such as en, pt-BR or zh-Hant')
  })
})
