import { expect, test } from 'vitest'
import { amendFilm } from '../../src/coordinator/amend-film.ts'
import { parseFilm } from '../../src/film/parse-film.ts'

const error = { code: 'ASSET_UNAVAILABLE', message: 'x.jpg is not there', hint: 'Check it', retryable: false }
const scene = (name: string, more = {}) => ({ image: `https://example.test/${name}.jpg`, duration: 3, ...more })
const film = {
  version: 1,
  background: '#123456',
  scenes: [scene('a'), scene('b', { title: 'Second', voiceover: { source: 'https://example.test/b.mp3' } }), scene('c')],
}
const cardOf = (more: object, pointers: readonly string[] = []) => {
  const faults = pointers.map((pointer) => ({ pointer, message: 'is not there' }))
  const scenes = [scene('a'), scene('b', more)]
  return (amendFilm({ version: 1, scenes }, [{ scene: 1, how: 'placeholder', error: { ...error, faults } }]).film['scenes'] as unknown[])[1]
}

test('of a film of which nothing is left out, nothing is changed', () => {
  expect(amendFilm(film, [])).toEqual({ film, sentScenes: [0, 1, 2] })
})

test('a scene that is skipped is not there, and the others know their places', () => {
  expect(amendFilm(film, [{ scene: 1, how: 'skip', error }])).toEqual({
    film: { ...film, scenes: [film.scenes[0], film.scenes[2]] },
    sentScenes: [0, 2],
  })
})

test('a card is as long as its scene, and what is said goes on', () => {
  const { film: amended, sentScenes } = amendFilm(film, [{ scene: 1, how: 'placeholder', error }])
  expect(sentScenes).toEqual([0, 1, 2])
  expect((amended['scenes'] as unknown[])[1]).toEqual({
    title: 'Second',
    duration: 3,
    voiceover: { source: 'https://example.test/b.mp3' },
    template: 'title-card',
    props: { title: 'Second' },
  })
  expect(parseFilm(amended, '/').scenes[1]).toMatchObject({ template: 'title-card', image: null })
})

test('a card is silent where it was the sound that could not be had, and has a length of its own then', () => {
  const voiceover = { source: 'https://example.test/b.mp3' }
  expect(cardOf({ duration: 'auto', voiceover }, ['/scenes/1/voiceover/source'])).toMatchObject({ duration: 5 })
  expect(cardOf({ duration: 'auto', voiceover }, ['/scenes/1/voiceover/source'])).not.toHaveProperty('voiceover')
  expect(cardOf({ duration: 'auto', voiceover }, ['/scenes/1/image'])).toMatchObject({ duration: 'auto', voiceover })
})

test('several scenes may be left out, each in its way', () => {
  const { film: amended, sentScenes } = amendFilm(film, [
    { scene: 2, how: 'skip', error },
    { scene: 0, how: 'placeholder', error },
  ])
  expect(sentScenes).toEqual([0, 1])
  expect(amended['scenes']).toMatchObject([{ template: 'title-card' }, film.scenes[1] ?? {}])
})
