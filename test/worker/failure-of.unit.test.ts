import { expect, it } from 'vitest'
import { SceneError } from '../../src/farm/in-scene.ts'
import { FilmInvalidError } from '../../src/film/fault.ts'
import type { ScenePlan } from '../../src/plan/plan-scene.ts'
import { FramefarmError } from '../../src/shared/errors.ts'
import { failureOf } from '../../src/worker/failure-of.ts'

it('is an error of ours in its own words, with the scene that it is about', () => {
  const error = new FramefarmError('FFMPEG_FAILED', 'FFmpeg was killed', { detail: 'at /data/work' })
  const facts = { code: 'FFMPEG_FAILED', hint: error.hint, retryable: true }
  expect(failureOf(error)).toEqual({ ...facts, message: 'FFmpeg was killed', scene: null })
  const scene = { index: 3, name: 'lake.jpg' } as ScenePlan
  expect(failureOf(new SceneError(scene, error))).toEqual({ ...facts, message: 'scene 4 (lake.jpg): FFmpeg was killed', scene: 3 })
})

it('has the faults of a film, and names a scene where the film could be made without it', () => {
  const inScene = (index: number) => ({ pointer: `/scenes/${index}/image`, message: 'is missing', allowed: 'text' })
  const ofFilm = { pointer: '/music/source', message: 'could not be downloaded' }
  const faults = [{ pointer: '/scenes/12/image', message: 'is missing; allowed: text' }]
  expect(failureOf(new FilmInvalidError([inScene(12)]))).toMatchObject({ code: 'FILM_INVALID', retryable: false, scene: 12, faults })
  expect(failureOf(new FilmInvalidError([inScene(12), inScene(2)])).scene).toBe(2)
  expect(failureOf(new FilmInvalidError([inScene(12), ofFilm])).scene).toBeNull()
})

it('takes all else for a bug, which may be gone the next time', () => {
  expect(failureOf(new TypeError('x is undefined'))).toMatchObject({ code: 'INTERNAL', message: 'x is undefined', retryable: true, scene: null })
})
