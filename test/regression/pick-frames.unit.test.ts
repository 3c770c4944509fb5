import { describe, expect, it } from 'vitest'
import { chosenName, timeOfName } from '../../src/regression/pick/chosen-name.ts'
import { pickFrames } from '../../src/regression/pick/pick-frames.ts'
import { readPickWishes } from '../../src/regression/pick/pick-wishes.ts'
import { plannedFrames } from '../support/planned-frames.ts'
import { thrownBy } from '../support/thrown-by.ts'

const usual = readPickWishes({})

/** Two scenes of one and two seconds at 30 fps; the second comes in by a transition of 12 frames and has two captions, the last of which overlaps. */
const film = plannedFrames([
  { frames: 30 },
  {
    frames: 60,
    transitionFrames: 12,
    cues: [
      [10, 20],
      [15, 40],
    ],
  },
])

const namesOf = (picks: ReturnType<typeof pickFrames>) => picks.map(({ name, frame }) => [name, frame])

describe('pickFrames', () => {
  it('picks both ends and the middle of every scene, a quarter of longer ones, the half-way of transitions, and each set of captions that is shown', () => {
    // The third set is shown in the middle of the scene.
    expect(namesOf(pickFrames(film, usual))).toEqual([
      ['scene-01-first', 0],
      ['scene-01-middle', 14],
      ['scene-01-last', 29],
      ['scene-02-first', 30],
      ['scene-01-to-02', 36],
      ['scene-02-caption-01-start', 40],
      ['scene-02-caption-01', 42],
      ['scene-02-quarter', 45],
      ['scene-02-caption-02', 47],
      ['scene-02-caption-03-start', 50],
      ['scene-02-middle', 59],
      ['scene-02-last', 89],
    ])
  })

  it('says of each frame when it is, in which scene, and why it is looked at', () => {
    expect(pickFrames(film, usual).find(({ name }) => name === 'scene-02-middle')).toEqual({
      name: 'scene-02-middle',
      frame: 59,
      seconds: 59 / 30,
      scene: 2,
      why: ['middle', 'caption'],
    })
  })

  it('picks a frame once, however many reasons there are', () => {
    const [only] = pickFrames(plannedFrames([{ frames: 1 }]), usual)
    expect(only).toMatchObject({ name: 'scene-01-first', frame: 0, why: ['first', 'middle', 'last'] })
  })

  it('names frames of a scene the same when another scene becomes longer', () => {
    const longer = plannedFrames([{ frames: 90 }, { frames: 60 }])
    const names = (plan: typeof film) => pickFrames(plan, { at: [], scenes: [{ from: 2, to: 2 }] }).map(({ name }) => name)
    expect(names(longer)).toEqual(['scene-02-first', 'scene-02-quarter', 'scene-02-middle', 'scene-02-last'])
    expect(names(plannedFrames([{ frames: 30 }, { frames: 60 }]))).toEqual(names(longer))
  })

  it('picks chosen times only, in seconds or as a part of the film; the whole of it is its last frame', () => {
    expect(namesOf(pickFrames(film, readPickWishes({ at: '1.5s, 0, 50%, 100%' })))).toEqual([
      ['at-0.000s', 0],
      ['at-1.500s', 45],
      ['at-50pct', 45],
      ['at-100pct', 89],
    ])
  })

  it('picks the usual frames of chosen scenes, and chosen times beside them', () => {
    expect(namesOf(pickFrames(film, readPickWishes({ scenes: '1', at: '2.5' })))).toEqual([
      ['scene-01-first', 0],
      ['scene-01-middle', 14],
      ['scene-01-last', 29],
      ['at-2.500s', 75],
    ])
  })

  it('picks nothing outside of the part of a film that is rendered', () => {
    const part = { ...film, range: { from: 20, to: 40 } }
    expect(namesOf(pickFrames(part, usual))).toEqual([
      ['scene-01-last', 29],
      ['scene-02-first', 30],
      ['scene-01-to-02', 36],
    ])
    expect(namesOf(pickFrames(part, readPickWishes({ at: '50%' })))).toEqual([['at-50pct', 30]])
  })

  it.each([
    [{ at: '3' }, '--at 3 s: the film has no frame there', 'its first frame is at 0.000 s, its last one at 2.967 s'],
    [{ at: 'middle' }, '--at has "middle", which is no time of a film', 'such as --at 0,1.5,50%'],
    [{ at: '1,,2' }, '--at has "", which is no time of a film', 'such as --at 0,1.5,50%'],
    [{ at: '101%' }, '--at has "101%", which is no time of a film', 'such as --at 0,1.5,50%'],
    [{ at: '-1' }, '--at has "-1", which is no time of a film', 'such as --at 0,1.5,50%'],
    [{ scenes: '3' }, '--scenes 3: the film has no scene 3', 'it has 2 scenes'],
    [{ scenes: '1-5' }, '--scenes 1-5: the film has no scene 3', 'it has 2 scenes'],
    [{ scenes: '0' }, '--scenes has "0", which names no scene', 'such as --scenes 1,3-5'],
    [{ scenes: '2-1' }, '--scenes has "2-1", which names no scene', 'such as --scenes 1,3-5'],
  ])('refuses %j', async (options, message, hint) => {
    const error = await thrownBy((async () => Promise.resolve(pickFrames(film, readPickWishes(options))))())
    expect(error).toMatchObject({ code: 'USAGE', message, hint: expect.stringContaining(hint) })
  })
})

describe('chosenName', () => {
  it.each([{ seconds: 1.5 }, { seconds: 0 }, { seconds: 3600.25 }, { part: 0.5 }, { part: 1 }, { part: 0.125 }])('can be read back: %j', (wish) => {
    expect(timeOfName(chosenName(wish))).toEqual(wish)
  })

  it('is told from the names of other frames', () => {
    expect(['scene-01-first', 'scene-01-to-02', 'at-now', 'at-1.5', ''].map(timeOfName)).toEqual([null, null, null, null, null])
  })
})
