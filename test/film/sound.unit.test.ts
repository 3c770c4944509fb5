import { describe, expect, it } from 'vitest'
import { FilmInvalidError, type Fault } from '../../src/film/fault.ts'
import type { Film } from '../../src/film/film.ts'
import { parseFilm } from '../../src/film/parse-film.ts'

type Fields = Readonly<Record<string, unknown>>

function parsed({ scene = {}, ...film }: Fields & { readonly scene?: Fields }): Film {
  return parseFilm({ version: 1, ...film, scenes: [{ image: 'a.jpg', duration: 8, ...scene }] }, '/films')
}

function faultsOf(wish: Parameters<typeof parsed>[0]): readonly Fault[] {
  try {
    parsed(wish)
  } catch (error) {
    if (error instanceof FilmInvalidError) return error.faults
    throw error
  }
  return []
}

describe('the sounds of a film file', () => {
  it('may be left out: the film then is stereo at 48 kHz and aims at -14 LUFS', () => {
    const film = parsed({})
    expect(film).toMatchObject({ music: null, loudness: { target: -14, truePeak: -1 }, sound: { channels: 'stereo', sampleRate: 48_000 } })
    expect(film.scenes[0]).toMatchObject({ voiceover: null, sounds: [], padding: 0.5 })
  })

  it('may be music of one source, as ever: a list of one track at full volume', () => {
    const { music } = parsed({ music: { source: 'm.ogg', volume: 0.3 } })
    expect(music).toMatchObject({ volume: 0.3, loop: true, crossfade: 0, fadeIn: 1, fadeOut: 3, envelope: [], ducking: null })
    expect(music?.tracks).toMatchObject([{ source: { text: 'm.ogg' }, trim: { start: 0, end: null }, volume: 1, pointer: '/music' }])
  })

  it('may be a playlist, each track with its own trim and volume', () => {
    const playlist = [{ source: 'a.ogg' }, { source: 'b.ogg', volume: 0.5, trim: { start: 2, end: 5 } }]
    expect(parsed({ music: { playlist } }).music?.tracks).toMatchObject([
      { source: { text: 'a.ogg' }, volume: 1, pointer: '/music/playlist/0' },
      { source: { text: 'b.ogg' }, volume: 0.5, trim: { start: 2, end: 5 }, pointer: '/music/playlist/1' },
    ])
  })

  it('duck by 12 dB where nothing else is said', () => {
    expect(parsed({ music: { source: 'm.ogg', ducking: {} } }).music?.ducking).toEqual({
      depth: 12,
      attack: 0.3,
      release: 0.8,
      hold: 1,
      threshold: -45,
    })
  })

  it('may be several in a scene, with times, trims, volumes and fades', () => {
    const sounds = [{ source: 'a.wav' }, { source: 'b.wav', at: 2, trim: { start: 1 }, volume: 2, fadeIn: 0.1, fadeOut: 0.2 }]
    expect(parsed({ scene: { sounds } }).scenes[0]?.sounds).toMatchObject([
      { at: 0, trim: { start: 0, end: null }, volume: 1, fadeIn: 0, fadeOut: 0 },
      { at: 2, trim: { start: 1, end: null }, volume: 2, fadeIn: 0.1, fadeOut: 0.2 },
    ])
  })

  it.each<[string, Parameters<typeof parsed>[0], string]>([
    ['music without anything to play', { music: { volume: 1 } }, '/music/source'],
    ['music with both a source and a playlist', { music: { source: 'a', playlist: [{ source: 'b' }] } }, '/music/playlist'],
    ['a trim beside a playlist', { music: { trim: { start: 1 }, playlist: [{ source: 'b' }] } }, '/music/trim'],
    ['an empty playlist', { music: { playlist: [] } }, '/music/playlist'],
    [
      'a track whose trim ends before it starts',
      { music: { playlist: [{ source: 'b', trim: { start: 3, end: 2 } }] } },
      '/music/playlist/0/trim/end',
    ],
    [
      'an envelope that goes back in time',
      {
        music: {
          source: 'a',
          envelope: [
            { at: 2, gain: 1 },
            { at: 1, gain: 1 },
          ],
        },
      },
      '/music/envelope/1/at',
    ],
    [
      'a voice of which the trim leaves nothing',
      { scene: { voiceover: { source: 'a', trim: { start: 2, end: 2 } } } },
      '/scenes/0/voiceover/trim/end',
    ],
    ['an effect of a scheme that cannot be read', { scene: { sounds: [{ source: 'ftp://h/a.wav' }] } }, '/scenes/0/sounds/0/source'],
    ['a fade of an effect below nothing', { scene: { sounds: [{ source: 'a', fadeIn: -1 }] } }, '/scenes/0/sounds/0/fadeIn'],
    ['duration auto without a voice', { scene: { duration: 'auto' } }, '/scenes/0/duration'],
    ['padding beside a duration in seconds', { scene: { padding: 1 } }, '/scenes/0/padding'],
    ['a duration that is a word', { scene: { duration: 'long' } }, '/scenes/0/duration'],
    ['a loudness that no film has', { loudness: { target: 3 } }, '/loudness/target'],
    ['a peak above full scale', { loudness: { truePeak: 1 } }, '/loudness/truePeak'],
    ['a sample rate that is not offered', { sound: { sampleRate: 47_000 } }, '/sound/sampleRate'],
    ['channels of another kind', { sound: { channels: 'surround' } }, '/sound/channels'],
    ['ducking that goes up', { music: { source: 'a', ducking: { depth: -3 } } }, '/music/ducking/depth'],
    ['ducking with a field that is not known', { music: { source: 'a', ducking: { dept: 3 } } }, '/music/ducking/dept'],
  ])('are refused: %s', (_what, film, pointer) => {
    expect(faultsOf(film).map((fault) => fault.pointer)).toEqual([pointer])
  })

  it('are told what is allowed', () => {
    expect(faultsOf({ loudness: { target: 'loud' } })[0]?.allowed).toBe('a number from -36 to -5, or off')
    expect(faultsOf({ sound: { sampleRate: 1 } })[0]?.allowed).toBe('32000, 44100, 48000, 96000')
  })
})
