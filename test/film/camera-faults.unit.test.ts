import { describe, expect, it } from 'vitest'
import { FilmInvalidError } from '../../src/film/fault.ts'
import { parseFilm } from '../../src/film/parse-film.ts'

function faultsOf(scene: object): readonly string[] {
  try {
    parseFilm({ version: 1, scenes: [{ image: 'a.jpg', duration: 1, ...scene }] }, '/')
    return []
  } catch (error) {
    if (!(error instanceof FilmInvalidError)) throw error
    return error.faults.map(({ pointer, message }) => `${pointer} ${message}`)
  }
}

const from = { x: 0, y: 0, width: 0.5 }

describe('the camera of a scene', () => {
  it.each([
    [
      'rectangles beside a preset',
      { kenBurns: { preset: 'zoom-in', from } },
      ['/scenes/0/kenBurns/from cannot stand beside preset zoom-in: give one or the other'],
    ],
    [
      'rectangles beside numbers',
      { kenBurns: { from, startScale: 2, endY: 0.3 } },
      [
        '/scenes/0/kenBurns/startScale cannot stand beside the rectangles from and to: give one or the other',
        '/scenes/0/kenBurns/endY cannot stand beside the rectangles from and to: give one or the other',
      ],
    ],
    ['a rectangle for the end alone', { kenBurns: { to: from } }, ['/scenes/0/kenBurns/to needs from beside it']],
    ['an amount beside rectangles', { kenBurns: { from, amount: 0.2 } }, ['/scenes/0/kenBurns/amount needs a preset beside it']],
    [
      'a rectangle beyond the image',
      { kenBurns: { from: { ...from, x: 0.6 } } },
      ['/scenes/0/kenBurns/from reaches beyond the right edge of the image'],
    ],
    ['a rectangle without a width', { kenBurns: { from: { x: 0, y: 0 } } }, ['/scenes/0/kenBurns/from/width is missing']],
    ['a focus beside rectangles', { kenBurns: { from }, focus: 'auto' }, ['/scenes/0/focus says nothing beside rectangles']],
    [
      'rectangles in a photograph that is seen whole',
      { kenBurns: { from }, fit: 'contain' },
      ['/scenes/0/fit cannot stand beside rectangles, which fill the frame'],
    ],
    [
      'a focus in a photograph that is seen whole',
      { focus: { x: 0, y: 0 }, fit: 'blur-fill' },
      ['/scenes/0/focus says nothing beside fit blur-fill, which shows the whole photograph'],
    ],
    ['a focus of another kind', { focus: 'face' }, ['/scenes/0/focus is not allowed']],
    ['a fit of another kind', { fit: 'stretch' }, ['/scenes/0/fit is not allowed']],
    ['a rotation between the quarters', { rotation: 45 }, ['/scenes/0/rotation is too large']],
  ])('is at fault with %s', (_name, scene, expected) => {
    expect(faultsOf(scene)).toEqual(expected)
  })

  it.each([{ rotation: 270 }, { rotation: -15 }, { rotation: 0.5 }, { focus: 'auto' }, { kenBurns: { from: { x: 0.7, y: 0, width: 0.3 } } }])(
    'may have %o',
    (scene) => {
      expect(faultsOf(scene)).toEqual([])
    },
  )
})
