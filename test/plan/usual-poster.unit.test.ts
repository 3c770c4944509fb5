import { expect, it } from 'vitest'
import { usualPoster } from '../../src/plan/usual-poster.ts'
import { planFilm } from '../../src/plan/plan-film.ts'
import { filmWithAssets } from '../support/film-with-assets.ts'

function posterOf(output: NonNullable<Parameters<typeof filmWithAssets>[0]['output']>) {
  const { film, assets } = filmWithAssets({ scenes: [{ image: 'a.jpg' }, { image: 'b.jpg' }].map((scene) => ({ ...scene, duration: 4 })), output })
  return usualPoster(planFilm(film, assets, { templates: {}, renderer: null }))
}

it('is the middle of the first scene, as large as the film', () => {
  expect(posterOf({ width: 640, height: 360, fps: 30 })).toEqual({ frame: 60, widthPx: 640, format: 'jpeg' })
})

it('is the middle of the first scene that a part of the film shows, counted from where the part begins', () => {
  expect(posterOf({ width: 640, height: 360, fps: 30, range: { from: 3 } }).frame).toBe(15)
  expect(posterOf({ width: 640, height: 360, fps: 30, range: { from: 5, to: 6 } }).frame).toBe(15)
})

it('keeps transparency', () => {
  expect(posterOf({ codec: 'prores', container: 'mov', alpha: true }).format).toBe('png')
})
