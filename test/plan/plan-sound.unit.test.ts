import { describe, expect, it } from 'vitest'
import { planFilm, type FilmPlan } from '../../src/plan/plan-film.ts'
import { planSoundAlone } from '../../src/plan/plan-sound-alone.ts'
import { filmWithAssets } from '../support/film-with-assets.ts'

type Wish = Parameters<typeof filmWithAssets>[0]

function planOf(wish: Wish): FilmPlan {
  const { film, assets } = filmWithAssets(wish)
  return planFilm(film, assets, { templates: {}, renderer: null })
}

describe('the sound of a film', () => {
  it('is none where nothing is heard', () => {
    expect(planOf({ scenes: [{ image: 'a.jpg' }] }).sound).toBeNull()
  })

  it('has a track also then where the kind of file has sound', () => {
    const scenes = [{ image: 'a.jpg' }]
    expect(planOf({ scenes }).soundTrack).toEqual({ channels: 2, sampleRate: 48_000 })
    expect(planOf({ scenes, output: { container: 'gif' } }).soundTrack).toBeNull()
  })

  it('has each voice from the first frame of its scene, and its offset', () => {
    const scenes = [{ image: 'a.jpg', voiceS: 5 }, { image: 'b.jpg' }, { image: 'c.jpg', voiceS: 5, voiceOffset: 0.6 }]
    const { sound, warnings } = planOf({ scenes, output: { fps: '30000/1001' } })
    expect(sound?.voices.map(({ startS }) => startS)).toEqual([0, expect.closeTo((480 * 1001) / 30_000 + 0.6, 9)])
    expect(sound?.music).toBeNull()
    expect(warnings).toEqual([])
  })

  it('has the trim, the volume and the fades of each voice', () => {
    const voiceover = { trim: { start: 0.5, end: 3 }, volume: 0.7, fadeIn: 0.1, fadeOut: 0.2 }
    const { sound } = planOf({ scenes: [{ image: 'a.jpg', voiceS: 5, voiceover }] })
    expect(sound?.voices).toMatchObject([{ trimStartS: 0.5, lengthS: 2.5, volume: 0.7, fadeInS: 0.1, fadeOutS: 0.2 }])
  })

  it('has effects apart from voices, each at its time in its scene', () => {
    const scenes = [
      { image: 'a.jpg' },
      {
        image: 'b.jpg',
        effects: [
          [{ at: 1.5 }, 2],
          [{ at: 0, volume: 2 }, 1],
        ] as const,
      },
    ]
    const { sound } = planOf({ scenes })
    expect(sound?.voices).toEqual([])
    expect(sound?.effects.map(({ startS, lengthS, volume }) => [startS, lengthS, volume])).toEqual([
      [9.5, 2, 1],
      [8, 1, 2],
    ])
  })

  it('has music alone, with the volume and fades of the film, heard to the end of its file', () => {
    expect(planOf({ scenes: [{ image: 'a.jpg' }], musicS: 30 }).sound).toEqual({
      voices: [],
      effects: [],
      music: {
        tracks: [{ file: { path: '/film/music.ogg', name: 'music.ogg', durationS: 30, channels: 2 }, trimStartS: 0, lengthS: null, volume: 1 }],
        volume: 0.25,
        loop: true,
        crossfadeS: 0,
        fadeInS: 1,
        fadeOutS: 3,
        envelope: [],
        ducking: null,
      },
      durationS: 8,
      channels: 2,
      sampleRate: 48_000,
      loudness: { targetLufs: -14, truePeakDb: -1 },
    })
  })

  it('has the channels, the rate and the loudness that the film asks for', () => {
    const more = { sound: { channels: 'mono', sampleRate: 44_100 }, loudness: { target: 'off', truePeak: -2 } }
    expect(planOf({ scenes: [{ image: 'a.jpg' }], musicS: 30, more }).sound).toMatchObject({
      channels: 1,
      sampleRate: 44_100,
      loudness: { targetLufs: null, truePeakDb: -2 },
    })
  })

  it('alone is planned as with the pictures', () => {
    const wish: Wish = {
      scenes: [
        { image: 'a.jpg', duration: 'auto', voiceS: 3.3 },
        { image: 'b.jpg', voiceS: 9 },
      ],
      musicS: 7,
    }
    const { film, assets } = filmWithAssets(wish)
    const { sound, soundTrack, durationS, warnings } = planOf(wish)
    expect(planSoundAlone(film, assets)).toEqual({ sound, soundTrack, window: null, durationS, warnings })
  })
})

describe('what is doubtful in the sound', () => {
  it('is a voice that speaks into the next scene', () => {
    const { warnings } = planOf({ scenes: [{ image: 'a.jpg', voiceS: 8, voiceOffset: 0.5 }, { image: 'b.jpg' }] })
    expect(warnings).toEqual([{ pointer: '/scenes/0/voiceover', message: 'goes on 0.5 s into the next scene' }])
  })

  it('is a voice that the end of the film cuts off', () => {
    const { warnings } = planOf({ scenes: [{ image: 'a.jpg' }, { image: 'b.jpg', voiceS: 10 }] })
    expect(warnings).toEqual([{ pointer: '/scenes/1/voiceover', message: 'goes on 2.0 s after the end of the film and is cut off there' }])
  })

  it.each([30, '30000/1001'])('is not, at %s fps, a voice as long as its scene, whose end falls between two frames', (fps) => {
    const scenes = [4.337, 5.01, 7.99, 0.3].map((duration, index) => ({ image: `${index}.jpg`, duration, voiceS: duration }))
    expect(planOf({ scenes, output: { fps } }).warnings).toEqual([])
  })

  it('is a voice or an effect that would begin at or after the end of the film, which is left out', () => {
    const scenes = [
      { image: 'a.jpg', voiceS: 2 },
      { image: 'b.jpg', voiceS: 2, voiceOffset: 8, effects: [[{ at: 9.5 }, 1]] as const },
    ]
    const { sound, warnings } = planOf({ scenes })
    expect(sound?.voices.map(({ startS }) => startS)).toEqual([0])
    expect(sound?.effects).toEqual([])
    expect(warnings).toEqual([
      { pointer: '/scenes/1/voiceover', message: 'begins 0.0 s after the end of the film and is not heard' },
      { pointer: '/scenes/1/sounds/0', message: 'begins 1.5 s after the end of the film and is not heard' },
    ])
    expect(planOf({ scenes: [{ image: 'a.jpg', voiceS: 2, voiceOffset: 100 }] }).sound).toBeNull()
  })

  it('is an effect that the end of the film cuts off, but not one that goes on into the next scene', () => {
    const long = [[{ at: 6 }, 3]] as const
    const { warnings } = planOf({
      scenes: [
        { image: 'a.jpg', effects: long },
        { image: 'b.jpg', effects: long },
      ],
    })
    expect(warnings).toEqual([{ pointer: '/scenes/1/sounds/0', message: 'goes on 1.0 s after the end of the film and is cut off there' }])
  })

  it('is a trim that ends after its sound', () => {
    const scenes = [{ image: 'a.jpg', voiceS: 2, voiceover: { trim: { end: 5 } }, effects: [[{ trim: { end: 1.05 } }, 1]] as const }]
    const more = { music: { source: 'music.ogg', trim: { end: 31 } } }
    const { warnings } = planOf({ scenes, musicS: 30, more })
    expect(warnings.map(({ pointer, value }) => [pointer, value])).toEqual([
      ['/scenes/0/voiceover/trim/end', 5],
      ['/music/trim/end', 31],
    ])
  })
})

describe('a scene of duration auto', () => {
  const seconds = (scene: Wish['scenes'][number], fps: number | string = 100) => {
    const { scenes } = planOf({ scenes: [scene], output: { fps } })
    return (scenes[0]?.data.durationMs ?? 0) / 1000
  }

  it('lasts as long as its voiceover, and half a second more', () => {
    expect(seconds({ image: 'a.jpg', duration: 'auto', voiceS: 3.21 })).toBe(3.71)
  })

  it('counts the wait before the voice, its trim, and the padding that the scene asks for', () => {
    const scene = { image: 'a.jpg', duration: 'auto', voiceS: 5, voiceOffset: 0.8, voiceover: { trim: { start: 1, end: 3 } }, padding: 1.2 } as const
    expect(seconds(scene)).toBe(4)
    expect(seconds({ ...scene, voiceover: { trim: { start: 1, end: 99 } }, padding: 0 })).toBe(4.8)
  })

  it('has a frame also where its voice is shorter', () => {
    expect(seconds({ image: 'a.jpg', duration: 'auto', voiceS: 0.001, padding: 0 }, 1)).toBe(1)
    expect(seconds({ image: 'a.jpg', duration: 'auto', voiceS: 0.001, padding: 0 }, 50)).toBe(0.1)
  })

  it('moves the scenes and voices after it', () => {
    const scenes = [{ image: 'a.jpg', duration: 'auto', voiceS: 2.5 } as const, { image: 'b.jpg', voiceS: 1 }]
    const { sound, frames, warnings } = planOf({ scenes, output: { fps: 25 } })
    expect(sound?.voices.map(({ startS }) => startS)).toEqual([0, 3])
    expect(frames).toBe(75 + 200)
    expect(warnings).toEqual([])
  })
})

describe('captions that are spread over a voice', () => {
  it('are spread over the part of it that is heard', () => {
    const scene = { image: 'a.jpg', voiceS: 6, voiceOffset: 1, captions: 'One sentence.' }
    const cuesOf = (voiceover: Readonly<Record<string, unknown>>) =>
      JSON.stringify(planOf({ scenes: [{ ...scene, voiceover }] }).scenes[0]?.stage.captions)
    expect(cuesOf({ trim: { start: 1, end: 4 } })).not.toBe(cuesOf({}))
    expect(cuesOf({ trim: { start: 1, end: 4 } })).toBe(cuesOf({ trim: { start: 2, end: 5 } }))
  })
})
