import { describe, expect, it } from 'vitest'
import { FilmInvalidError } from '../../src/film/fault.ts'
import { planFilm } from '../../src/plan/plan-film.ts'
import { localFiles } from '../../src/farm/local-files.ts'
import { stateOfError } from '../../src/server/state-of-error.ts'
import { stateOfFilm } from '../../src/server/state-of-film.ts'
import { FramefarmError } from '../../src/shared/errors.ts'
import { filmWithAssets } from '../support/film-with-assets.ts'

describe("the preview's state", () => {
  it('of a film has its scenes with addresses and frames, and the warnings of its plan', () => {
    const { film, assets } = filmWithAssets({
      scenes: [
        { image: 'a.jpg', duration: 2, voiceS: 3 },
        { image: 'b.jpg', duration: 1 },
      ],
    })
    const plan = planFilm(film, assets, { templates: {}, renderer: null })
    const site = { entry: '/template/page.html', files: new Map() }
    expect(stateOfFilm('film.json', { film, plan, sites: [site, site], sceneKeys: ['a', 'b'] }, 'key')).toMatchObject({
      status: 'ready',
      frames: 90,
      fps: { num: 30, den: 1 },
      scenes: [
        {
          number: 1,
          name: 'a.jpg',
          from: 0,
          to: 60,
          page: 'scenes/1/template/page.html?a',
          thumbnail: expect.stringMatching(/^thumbnails\/1\?[0-9a-f]{64}\.jpg$/),
        },
        { number: 2, name: 'b.jpg', from: 60, to: 90, page: 'scenes/2/template/page.html?b' },
      ],
      sound: { file: 'sound?key', waves: 'waves?key' },
      warnings: [{ pointer: '/scenes/0/voiceover' }],
    })
  })

  it('has rectangles as the film says them, and as they come out where they do not fit', () => {
    const said = { x: 0.1, y: 0.1, width: 0.5 }
    const { film, assets } = filmWithAssets({ scenes: [{ image: 'a.jpg', kenBurns: { from: said, to: { x: 0, y: 0.5, width: 1 } } }] })
    const plan = planFilm(film, assets, { templates: {}, renderer: null })
    const camera = stateOfFilm('film.json', { film, plan, sites: [], sceneKeys: [] }, null).scenes[0]?.camera
    expect(camera?.from).toEqual(said)
    // At the bottom there is no room for so high a one.
    const high = (camera?.to.width ?? 0) * (camera?.ratio ?? 0) * (film.output.height / film.output.width)
    expect((camera?.to.y ?? 1) + high).toBeLessThanOrEqual(1.001)
  })

  it('of a film with faults has all of them', () => {
    const faults = [{ pointer: '/scenes', message: 'is missing' }]
    expect(stateOfError('film.json', new FilmInvalidError(faults))).toMatchObject({ status: 'faulty', message: 'the film has 1 fault', faults })
  })

  it('of any other error has its message and what to do', () => {
    const error = new FramefarmError('TOOL_MISSING', 'ffmpeg was not found', { hint: 'install it' })
    expect(stateOfError('film.json', error)).toEqual({
      status: 'faulty',
      filmName: 'film.json',
      message: 'ffmpeg was not found',
      hint: 'install it',
      faults: [],
    })
    expect(stateOfError('film.json', new TypeError('x is not a function'))).toMatchObject({ message: 'x is not a function', hint: /Framefarm/ })
  })
})

describe('the local files of a film', () => {
  it('are its images, sounds and captions', async () => {
    const { film } = filmWithAssets({
      scenes: [{ image: 'a.jpg', voiceS: 1 }, { image: 'https://example.org/b.jpg' }],
      musicS: 3,
      captions: { source: 'lines.srt' },
    })
    expect((await localFiles(film)).paths).toEqual(['/film/a.jpg', '/film/voice.ogg', '/film/music.ogg', '/film/lines.srt'])
  })
})
