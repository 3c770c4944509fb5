import { describe, expect, it } from 'vitest'
import type { Cue } from '../../src/film/captions.ts'
import { splitWords } from '../../src/film/split-words.ts'
import { captionLines, srtOf, webvttOf } from '../../src/plan/caption-file.ts'
import { planFilm, type FilmPlan } from '../../src/plan/plan-film.ts'
import type { StageCue } from '../../src/templates/stage-captions.ts'
import { filmWithAssets } from '../support/film-with-assets.ts'

type Wish = Parameters<typeof filmWithAssets>[0]

function planOf(wish: Wish): FilmPlan {
  const { film, assets } = filmWithAssets(wish)
  return planFilm(film, assets, { templates: {}, renderer: null })
}

function cuesOf(wish: Wish, scene = 0): readonly StageCue[] {
  return planOf(wish).scenes[scene]?.stage.captions?.cues ?? []
}

function textOf({ words }: { readonly words: readonly { readonly text: string; readonly after: string }[] }): string {
  return words.map(({ text, after }) => text + after).join('')
}

function cue(startS: number, endS: number, text: string): Cue {
  return { startS, endS, words: splitWords(text, 'en') }
}

/** Frames of a scene in which a cue is shown, at 30 fps. */
function framesOf({ startMs, endMs }: { readonly startMs: number; readonly endMs: number }): readonly [number, number] {
  const shown = Array.from({ length: 1000 }, (_, frame) => frame).filter((frame) => (frame * 1000) / 30 >= startMs && (frame * 1000) / 30 < endMs)
  return [shown[0] ?? -1, shown.at(-1) ?? -1]
}

describe('a line with times', () => {
  it.each<[number, number, readonly [number, number]]>([
    [0, 1, [0, 29]],
    [1 / 3, 0.5, [10, 14]],
    [0.34, 0.51, [11, 15]],
    [1.0001, 1.9999, [31, 59]],
    [7.9, 8, [237, 239]],
    [7.9, 8.01, [237, 239]],
  ])('from %s s to %s s is shown from the first frame that is not before its start up to the last before its end', (start, end, frames) => {
    const [only] = cuesOf({ scenes: [{ image: 'a', captions: [{ start, end, text: 'Hello' }] }] })
    expect(only && framesOf(only)).toEqual(frames)
  })

  it('lies half a frame off every frame, so that no rounding moves it to another', () => {
    const cues = cuesOf({ scenes: [{ image: 'a', captions: [{ start: 1, end: 2, text: 'two words' }] }], output: { fps: '30000/1001' } })
    const frameMs = 1001 / 30
    const times = cues.flatMap(({ startMs, endMs, words }) => [startMs, endMs, ...words.flatMap((word) => [word.startMs, word.endMs])])
    expect(times).toHaveLength(6)
    for (const time of times) expect((time / frameMs) % 1).toBeCloseTo(0.5, 6)
  })
})

describe('words', () => {
  it('without times share the time of their line by their length', () => {
    const [only] = cuesOf({ scenes: [{ image: 'a', captions: [{ start: 0, end: 6, text: 'a abc abcdefg' }] }], output: { fps: 100 } })
    expect(only?.words.map(({ startMs }) => startMs + 5)).toEqual([0, 860, 2580])
    expect(only?.words.map(({ endMs }) => endMs + 5)).toEqual([860, 2580, 6000])
  })

  it('without times share what is left between words with times', () => {
    const words = [{ text: 'aa' }, { text: 'bb', start: 1, end: 2 }, { text: 'cc' }, { text: 'dd' }, { text: 'ee', start: 5 }]
    const [only] = cuesOf({ scenes: [{ image: 'a', captions: [{ start: 0, end: 8, words }] }], output: { fps: 10 } })
    expect(only?.words.map(({ startMs, endMs }) => [startMs + 50, endMs + 50])).toEqual([
      [0, 1000],
      [1000, 2000],
      [2000, 3500],
      [3500, 5000],
      [5000, 8000],
    ])
  })
})

describe('a plain text', () => {
  const text =
    'The clock on the old tower has been late since the war. Nobody minds, because in this town, where trains come when they come and the baker opens when the bread is ready, a clock is only there to be looked at. Well!'

  it('is cut at the ends of sentences and phrases into captions of readable length', () => {
    expect(cuesOf({ scenes: [{ image: 'a', captions: text }] }).map(textOf)).toEqual([
      'The clock on the old tower has been late since the war.',
      'Nobody minds, because in this town,',
      'where trains come when they come and the baker opens when the bread is ready,',
      'a clock is only there to be looked at. Well!',
    ])
  })

  it('loses no word, however it is cut', () => {
    const long = `${'word '.repeat(500)}${'x'.repeat(400)} end`
    const cues = cuesOf({ scenes: [{ image: 'a', captions: long, duration: 600 }] })
    expect(cues.map(textOf).join(' ')).toBe(long)
    expect(cues.length).toBeGreaterThan(25)
  })

  it('is spread over the voiceover, without a gap, by the length of its parts', () => {
    const cues = cuesOf({ scenes: [{ image: 'a', captions: text, voiceS: 6, voiceOffset: 0.5 }], output: { fps: 100 } })
    expect(cues.at(0)?.startMs).toBe(495)
    expect(cues.at(-1)?.endMs).toBe(6495)
    expect(cues.slice(1).map(({ startMs }) => startMs)).toEqual(cues.slice(0, -1).map(({ endMs }) => endMs))
    const paces = cues.map(({ startMs, endMs, words }) => (endMs - startMs) / textOf({ words }).length)
    expect(Math.max(...paces) / Math.min(...paces)).toBeLessThan(1.1)
  })

  it('is spread over the scene where nothing is spoken, and ends with it where the voice goes on', () => {
    const ends = [undefined, 20].map((voiceS) => {
      const cues = cuesOf({ scenes: [{ image: 'a', captions: text, ...(voiceS === undefined ? {} : { voiceS }) }] })
      return [framesOf(cues[0] ?? { startMs: 0, endMs: 0 })[0], framesOf(cues.at(-1) ?? { startMs: 0, endMs: 0 })[1]]
    })
    expect(ends).toEqual([
      [0, 239],
      [0, 239],
    ])
  })

  it('in a script without spaces is cut between sentences, and its words are found', () => {
    const japanese =
      '吾輩は猫である。名前はまだ無い。どこで生れたかとんと見当がつかぬ。何でも薄暗いじめじめした所でニャーニャー泣いていた事だけは記憶している。'
    const cues = cuesOf({ scenes: [{ image: 'a', captions: japanese }], captions: { language: 'ja' } })
    expect(cues.map(textOf)).toEqual([
      '吾輩は猫である。名前はまだ無い。',
      'どこで生れたかとんと見当がつかぬ。',
      '何でも薄暗いじめじめした所でニャーニャー泣いていた事だけは記憶している。',
    ])
    expect(cues[0]?.words.map((word) => word.text)).toContain('名前')
  })

  it('has shorter captions in a tall frame', () => {
    const tall = cuesOf({ scenes: [{ image: 'a', captions: text }], output: { width: 1080, height: 1920 }, captions: { style: { size: 0.1 } } })
    expect(Math.max(...tall.map((shown) => textOf(shown).length))).toBeLessThan(42)
  })
})

describe("the film's caption file", () => {
  const scenes = [
    { image: 'a', duration: 2 },
    { image: 'b', duration: 2, captions: 'Mine' },
    { image: 'c', duration: 2 },
  ]

  it('is cut to the scenes, but for those with captions of their own', () => {
    const wish = { scenes, fileCues: [cue(1, 4.5, 'across the borders'), cue(5, 5.5, 'late')] }
    const shown = [0, 1, 2].map((scene) => cuesOf(wish, scene).map((each) => [textOf(each), ...framesOf(each)]))
    expect(shown).toEqual([
      [['across the borders', 30, 59]],
      [['Mine', 0, 59]],
      [
        ['across the borders', 0, 14],
        ['late', 30, 44],
      ],
    ])
  })

  it('keeps its times in the film for whoever writes them down', () => {
    const plan = planOf({ scenes, fileCues: [cue(5, 5.5, 'late')] })
    expect(plan.scenes.flatMap(({ captions }) => captions).map(({ startS, endS }) => [startS, endS])).toEqual([
      [2, 4],
      [5, 5.5],
    ])
  })

  it('is not drawn where the film says so, and still known', () => {
    const { scenes: planned } = planOf({ scenes, fileCues: [cue(1, 2, 'a')], captions: { burnIn: false } })
    expect(planned.map(({ stage }) => stage.captions)).toEqual([null, null, null])
    expect(planned.flatMap(({ captions }) => captions)).toHaveLength(2)
  })
})

describe('captions at the same time', () => {
  const wish = { scenes: [{ image: 'a' }], fileCues: [cue(1, 4, 'first one'), cue(2, 3, 'second')] }

  it('stand one above the other while both are shown', () => {
    expect(cuesOf(wish).map((each) => [textOf(each), ...framesOf(each)])).toEqual([
      ['first one', 30, 59],
      ['first one\nsecond', 60, 89],
      ['first one', 90, 119],
    ])
  })

  it('are warned of', () => {
    expect(planOf(wish).warnings).toEqual([
      {
        pointer: '/captions/source',
        message: 'caption 1, "first one", from 1 s to 4 s, and caption 2, "second", from 2 s to 3 s, are shown at the same time: one above the other',
      },
    ])
  })
})

describe('a warning', () => {
  it.each<[string, readonly [number, number], string]>([
    ['after the end', [9, 10], 'caption 1, "Hello", at 9 s is after the end of the scene (8 s) and never shown'],
    ['beyond the end', [7, 9], 'caption 1, "Hello", ends at 9 s, after the end of the scene (8 s), and is cut off there'],
    ['of less than a frame', [1.001, 1.01], 'caption 1, "Hello", at 1.001 s lasts less than a frame and is never shown'],
  ])('tells of a caption %s', (_what, [start, end], message) => {
    const { warnings } = planOf({ scenes: [{ image: 'z' }, { image: 'a', captions: [{ start, end, text: 'Hello' }] }] })
    expect(warnings).toEqual([{ pointer: '/scenes/1/captions', message }])
  })

  it('is given once for a caption file, however many scenes there are', () => {
    const scenes = Array.from({ length: 5 }, (_, index) => ({ image: `${index}`, duration: 1 }))
    expect(planOf({ scenes, fileCues: [cue(6, 7, 'late')] }).warnings).toEqual([
      { pointer: '/captions/source', message: 'caption 1, "late", at 6 s is after the end of the film (5 s) and never shown' },
    ])
  })
})

describe("a chunk's hash", () => {
  it('changes with its captions and with how they look, and not where they are not drawn', () => {
    const hash = (captions: string, film: Readonly<Record<string, unknown>> = {}) =>
      planOf({ scenes: [{ image: 'a', captions }], captions: film }).chunks[0]?.hash
    const hashes = [hash('one'), hash('two'), hash('one', { style: { colour: '#ff0' } }), hash('one', { burnIn: false })]
    expect(new Set(hashes).size).toBe(4)
    expect(hash('one', { burnIn: false })).toBe(hash('two', { burnIn: false }))
  })
})

describe('the safe area', () => {
  it.each([
    [0.1, { left: 192, top: 108, width: 1536, height: 864 }],
    ['50px', { left: 50, top: 50, width: 1820, height: 980 }],
    [
      { bottom: 0.25, left: '9999px' },
      { left: 864, top: 54, width: 960, height: 756 },
    ],
  ])('of %j is in whole pixels of the frame', (safeArea, pixels) => {
    const plan = planOf({ scenes: [{ image: 'a', captions: 'Hi' }], captions: { style: { safeArea } } })
    expect(plan.scenes[0]?.stage.captions?.style.safeArea).toEqual(pixels)
  })
})

describe('a caption file of the film', () => {
  const plan = planOf({
    scenes: [
      { image: 'a', duration: 2 },
      { image: 'b', duration: 3598.5 },
      { image: 'c', duration: 10 },
    ],
    fileCues: [cue(1, 4, 'across the border'), cue(3600, 3601.25, 'an <hour> --> later & more')],
  })

  it('has a caption once that goes on from scene to scene', () => {
    expect(captionLines(plan).map(({ startS, endS }) => [startS, Math.round(endS * 1000)])).toEqual([
      [1, 4000],
      [3600, 3_601_267],
    ])
  })

  it('is SRT', () => {
    expect(srtOf(captionLines(plan))).toBe(
      '1\n00:00:01,000 --> 00:00:04,000\nacross the border\n\n2\n01:00:00,000 --> 01:00:01,267\nan <hour> -> later & more\n',
    )
  })

  it('or WebVTT, in which nothing of the text is markup', () => {
    expect(webvttOf(captionLines(plan))).toBe(
      'WEBVTT\n\n00:00:01.000 --> 00:00:04.000\nacross the border\n\n01:00:00.000 --> 01:00:01.267\nan &lt;hour&gt; --&gt; later &amp; more\n',
    )
  })
})
