import { describe, expect, it } from 'vitest'
import type { FilmAssets } from '../../src/assets/gather-assets.ts'
import { FilmInvalidError } from '../../src/film/fault.ts'
import { parseFilm } from '../../src/film/parse-film.ts'
import { planFilm, type FilmPlan } from '../../src/plan/plan-film.ts'
import { filmWithAssets } from '../support/film-with-assets.ts'
import { thrownBy } from '../support/thrown-by.ts'

const key = { templates: { 'ken-burns': 'template-1' }, renderer: null }

type Wish = {
  readonly durations: readonly number[]
  readonly own?: readonly (object | null)[]
  readonly all?: object
  readonly fps?: number | string
}

function planOf({ durations, own = [], all, fps = 30 }: Wish): FilmPlan {
  const scenes = durations.map((duration, index) => ({ image: `${index}.jpg`, duration, ...(own[index] ? { transition: own[index] } : {}) }))
  const film = parseFilm({ version: 1, output: { fps }, scenes, ...(all ? { transition: all } : {}) }, '/film')
  const assets: FilmAssets = filmWithAssets({ scenes: durations.map((_, index) => ({ image: `${index}.jpg` })) }).assets
  return planFilm(film, assets, key)
}

describe('a transition', () => {
  it('moves no scene and leaves the film as long as it is', () => {
    const wish = { durations: [3, 2, 4], fps: '30000/1001' }
    const [without, plan] = [planOf(wish), planOf({ ...wish, all: { type: 'push', duration: 1.5 } })]
    expect(plan.frames).toBe(without.frames)
    expect(plan.scenes.map(({ range }) => range)).toEqual(without.scenes.map(({ range }) => range))
    expect(plan.chunks.map(({ from, to }) => [from, to])).toEqual(without.chunks.map(({ from, to }) => [from, to]))
  })

  it('is drawn with the scene before, which moves on as long as it lasts', () => {
    const { scenes } = planOf({ durations: [3, 2, 4], all: { type: 'crossfade', duration: 0.5 } })
    expect(scenes.map(({ data }) => data.durationMs)).toEqual([3500, 2500, 4000])
    expect(scenes.map(({ stage }) => stage.durationMs)).toEqual([3000, 2000, 4000])
    expect(scenes.map(({ outgoing }) => outgoing && { name: outgoing.name, offsetMs: outgoing.offsetMs })).toEqual([
      null,
      { name: '0.jpg', offsetMs: 3000 },
      { name: '1.jpg', offsetMs: 2000 },
    ])
  })

  it("of the film goes into every scene but the first; a scene's own wins", () => {
    const own = [{ type: 'fade', duration: 0.2 }, { type: 'cut' }, null]
    const { scenes } = planOf({ durations: [1, 1, 1], own, all: { type: 'zoom', duration: 0.5 } })
    expect(scenes.map(({ stage }) => stage.transition?.type ?? null)).toEqual(['fade', null, 'zoom'])
    expect(planOf({ durations: [1, 1], all: { type: 'zoom' } }).scenes[0]?.stage.transition).toBeNull()
  })

  it('may last as long as its scene, and no longer: the fault says where it was asked for', async () => {
    expect(() => planOf({ durations: [3, 1], all: { type: 'wipe', duration: 1 } })).not.toThrow()
    const plan = async () => planOf({ durations: [0.5, 3, 1, 0.8], own: [{ type: 'fade' }], all: { type: 'wipe', duration: 2 } })
    const error = await thrownBy(plan())
    expect(error).toBeInstanceOf(FilmInvalidError)
    expect((error as FilmInvalidError).faults).toEqual([
      { pointer: '/scenes/0/transition/duration', message: 'is longer than scene 1, which lasts 0.50 s', value: 1, allowed: 'up to 0.50' },
      { pointer: '/transition/duration', message: 'is longer than scene 3, which lasts 1.00 s', value: 2, allowed: 'up to 1.00' },
      { pointer: '/transition/duration', message: 'is longer than scene 4, which lasts 0.80 s', value: 2, allowed: 'up to 0.80' },
    ])
  })

  it('changes the chunks of its own scene and of the one before, and of no other', () => {
    const durations = [2, 2, 2, 2]
    const hashes = (own: readonly (object | null)[]) => {
      const { chunks } = planOf({ durations, own })
      return durations.map((_, scene) => chunks.filter((chunk) => chunk.scene.index === scene).map(({ hash }) => hash))
    }
    const [before, after] = [hashes([]), hashes([null, null, { type: 'slide', duration: 0.5 }])]
    expect(before.map((chunks, scene) => chunks.every((hash, index) => hash === after[scene]?.[index]))).toEqual([true, false, false, true])
    expect(hashes([null, null, { type: 'slide', duration: 0.5, direction: 'up' }])[2]).not.toEqual(after[2])
    expect(hashes([null, null, { type: 'slide', duration: 0.5, direction: 'up' }])[1]).toEqual(after[1])
  })
})
