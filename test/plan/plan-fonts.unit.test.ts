import { describe, expect, it } from 'vitest'
import type { FontFace } from '../../src/assets/font-face.ts'
import type { FontSet } from '../../src/assets/gather-fonts.ts'
import { planFilm } from '../../src/plan/plan-film.ts'
import { filmWithAssets } from '../support/film-with-assets.ts'

const face = (family: string, hash: string, path: string | null = `/fonts/${family}.TTF`): FontFace => ({
  family,
  weight: '400',
  style: 'normal',
  hash,
  coverage: [],
  path,
})

/** A scene of only a photograph, and one whose template draws text. */
function planned(fonts: FontSet) {
  const { film, assets } = filmWithAssets({ scenes: [{ image: 'a.jpg' }, { image: 'b.jpg' }] })
  const scenes = film.scenes.map((scene, index) => (index === 1 ? { ...scene, template: 'title-card' } : scene))
  return planFilm({ ...film, scenes }, { ...assets, fonts }, { templates: {}, renderer: null })
}

const hashes = (fonts: FontSet) => planned(fonts).chunks.map(({ scene, hash }) => [scene.index, hash] as const)
const ofScene = (fonts: FontSet, index: number) => hashes(fonts).flatMap(([scene, hash]) => (scene === index ? [hash] : []))

describe('the fonts of a stage', () => {
  it("are those of the film's captions and of the scene's own style of them, and make other chunks", () => {
    const fonts = (hash: string): FontSet => ({
      own: [],
      wished: new Map([
        ['/captions/style/font', { cssFamily: 'serif', faces: [face('serif', hash, null)] }],
        ['/scenes/1/captionStyle/font', { cssFamily: '"Heading"', faces: [face('Heading', 'abc')] }],
      ]),
    })
    const { scenes } = planned(fonts('old'))
    expect(scenes.map(({ stage }) => stage.fonts?.map(({ family }) => family))).toEqual([['serif'], ['serif', 'Heading']])
    expect(ofScene(fonts('new'), 0)).not.toEqual(ofScene(fonts('old'), 0))
  })
})

describe('the fonts of a scene', () => {
  it("are the film's own where a page draws text, with the address of each file", () => {
    const [photo, text] = planned({ own: [face('Heading', 'abc')], wished: new Map() }).scenes
    expect(photo?.data.fonts).toBeUndefined()
    expect(text?.data.fonts).toEqual([{ family: 'Heading', weight: '400', style: 'normal', hash: 'abc', path: '../assets/abc.ttf' }])
  })

  it('are those too that its values ask for, each once; installed ones have no address', () => {
    const installed = face('DejaVu Sans', 'def', null)
    const wished = new Map([
      ['/scenes/1/props/font', { cssFamily: '"DejaVu Sans"', faces: [installed, face('Heading', 'abc')] }],
      ['/scenes/10/props/font', { cssFamily: '"Other"', faces: [face('Other', 'ghi')] }],
    ])
    const [, text] = planned({ own: [face('Heading', 'abc')], wished }).scenes
    expect(text?.data.fonts?.map(({ family, path }) => [family, path])).toEqual([
      ['Heading', '../assets/abc.ttf'],
      ['DejaVu Sans', null],
    ])
  })

  it.each([
    ['of the film', (hash: string): FontSet => ({ own: [face('Heading', hash)], wished: new Map() })],
    [
      'that is installed',
      (hash: string): FontSet => ({
        own: [],
        wished: new Map([['/scenes/1/props/font', { cssFamily: 'serif', faces: [face('serif', hash, null)] }]]),
      }),
    ],
  ])('make other chunks when a font %s changes, and only of scenes that draw text', (_name, fonts) => {
    expect(ofScene(fonts('new'), 1)).not.toEqual(ofScene(fonts('old'), 1))
    expect(ofScene(fonts('new'), 0)).toEqual(ofScene(fonts('old'), 0))
  })
})
