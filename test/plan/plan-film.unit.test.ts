import { describe, expect, it } from 'vitest'
import { planFilm, type FilmPlan, type RenderKey } from '../../src/plan/plan-film.ts'
import { filmWithAssets } from '../support/film-with-assets.ts'

type Wish = Parameters<typeof filmWithAssets>[0]

const key: RenderKey = { templates: { 'ken-burns': 'template-1' }, renderer: { version: 1, encoding: ['-crf', '19'] } }
/** As the sample: 15 scenes of 8 s, each with an image of its own. */
const fifteen = Array.from({ length: 15 }, (_, index) => ({ image: `photo-${index}.jpg` }))

function planOf(wish: Wish, withKey = key): FilmPlan {
  const { film, assets } = filmWithAssets(wish)
  return planFilm(film, assets, withKey)
}

function hashesOf(wish: Wish, withKey = key): readonly string[] {
  return planOf(wish, withKey).chunks.map(({ hash }) => hash)
}

describe('planFilm', () => {
  it('makes the same plan of the same film, and changes neither film nor assets', () => {
    const wish = { scenes: fifteen.map((scene) => ({ ...scene, kenBurns: {}, voiceS: 7 })), musicS: 30 }
    const { film, assets } = filmWithAssets(wish)
    const first = planFilm(film, assets, key)
    expect(planFilm(film, assets, key)).toEqual(first)
    expect({ film, assets }).toEqual(filmWithAssets(wish))
    expect(planOf(wish)).toEqual(first)
  })

  it.each([30, '30000/1001', 24, 7])('covers every frame exactly once at %s fps, also with scenes of odd lengths', (fps) => {
    const scenes = [8, 0.5, 3.337, 20.02, 0.2, 61.7, 1 / 3].map((duration, index) => ({ image: `${index}.jpg`, duration }))
    const { chunks, frames, durationS, scenes: plans } = planOf({ scenes, output: { fps } })
    expect(chunks.map(({ from }) => from)).toEqual([0, ...chunks.slice(0, -1).map(({ to }) => to)])
    expect(chunks.at(-1)?.to).toBe(frames)
    for (const { from, to, scene } of chunks) {
      expect(to).toBeGreaterThan(from)
      expect(from).toBeGreaterThanOrEqual(scene.range.from)
      expect(to).toBeLessThanOrEqual(scene.range.to)
    }
    const frameMs = (durationS * 1000) / frames
    for (const { range, data } of plans) expect(data.durationMs).toBeCloseTo((range.to - range.from) * frameMs, 6)
  })

  it('lasts as long as its frames', () => {
    expect(planOf({ scenes: fifteen, output: { fps: '30000/1001' } })).toMatchObject({ frames: 3596, durationS: (3596 * 1001) / 30_000 })
  })
})

describe("a chunk's hash", () => {
  const one: Wish = { scenes: [{ image: 'a.jpg' }] }

  it.each<[string, Wish]>([
    ['the image has other content', { scenes: [{ image: 'b.jpg' }] }],
    ['the camera moves otherwise', { scenes: [{ image: 'a.jpg', kenBurns: { preset: 'zoom-out' } }] }],
    ['the camera moves at another pace', { scenes: [{ image: 'a.jpg', kenBurns: { preset: 'zoom-in', easing: 'linear' } }] }],
    ['the scene lasts longer', { scenes: [{ image: 'a.jpg', duration: 8.1 }] }],
    ['the background is another', { ...one, background: '#ffffff' }],
    ['the frame is smaller', { ...one, output: { width: 1280, height: 720 } }],
    ['the frame is as wide but less high', { ...one, output: { height: 1078 } }],
    ['the quality is another', { ...one, output: { quality: 'draft' } }],
    ['the frame rate is another', { ...one, output: { fps: 60 } }],
    ['the frame rate is nearly the same', { ...one, output: { fps: '30000/1001' } }],
  ])('changes when %s', (_what, changed) => {
    const before = hashesOf(one)
    expect(hashesOf(changed).filter((hash) => before.includes(hash))).toEqual([])
  })

  it.each<[string, RenderKey]>([
    ['the template is changed', { ...key, templates: { 'ken-burns': 'template-2' } }],
    ['another encoder or Chromium renders', { ...key, renderer: { version: 1, encoding: ['-crf', '20'] } }],
  ])('changes when %s', (_what, changedKey) => {
    const before = hashesOf(one)
    expect(hashesOf(one, changedKey).filter((hash) => before.includes(hash))).toEqual([])
  })

  it('is that of one chunk of the film only', () => {
    const hashes = hashesOf({ scenes: [...fifteen, { image: 'long.jpg', duration: 60 }] })
    expect(new Set(hashes).size).toBe(hashes.length)
  })

  it('is the same for the same scene twice, which need be rendered only once', () => {
    const { chunks } = planOf({ scenes: [...fifteen, ...fifteen] })
    expect(chunks.slice(15).map(({ hash }) => hash)).toEqual(chunks.slice(0, 15).map(({ hash }) => hash))
  })

  it('does not change with voices and music', () => {
    const spoken = { scenes: fifteen.map((scene) => ({ ...scene, voiceS: 7, voiceOffset: 0.5 })), musicS: 200 }
    expect(hashesOf(spoken)).toEqual(hashesOf({ scenes: fifteen }))
  })

  it('does not change with the place where the image lies', () => {
    const { film, assets } = filmWithAssets(one)
    const moved = { ...assets, images: assets.images.map((image) => image && { ...image, path: '/tmp/download-1', name: 'https://h/a.jpg' }) }
    expect(planFilm(film, moved, key).chunks.map(({ hash }) => hash)).toEqual(hashesOf(one))
  })

  it('does not change with a template that the scene does not use', () => {
    expect(hashesOf(one, { ...key, templates: { ...key.templates, title: 'other' } })).toEqual(hashesOf(one))
  })

  it('does not change when a scene before it is added, removed or made longer', () => {
    const hashes = hashesOf({ scenes: fifteen })
    expect(hashesOf({ scenes: [{ image: 'new.jpg' }, ...fifteen] }).slice(1)).toEqual(hashes)
    expect(hashesOf({ scenes: fifteen.slice(1) })).toEqual(hashes.slice(1))
    expect(hashesOf({ scenes: [{ image: 'photo-0.jpg', duration: 7 }, ...fifteen.slice(1)] }).slice(1)).toEqual(hashes.slice(1))
  })

  it('does not change when a scene is added to a short film either', () => {
    const hashes = hashesOf({ scenes: fifteen.slice(0, 7) })
    expect(hashesOf({ scenes: fifteen.slice(0, 8) })).toEqual(expect.arrayContaining([...hashes]))
  })
})
