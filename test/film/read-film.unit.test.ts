import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { readFilm } from '../../src/film/read-film.ts'
import { tempFolder } from '../support/temp-folder.ts'
import { thrownBy } from '../support/thrown-by.ts'

const film = '{\n  "version": 1,\n  "scenes": [{ "image": "photos/a.jpg", "duration": 8 }]\n}\n'

async function filmFile(text: string | Buffer): Promise<string> {
  const path = join(await tempFolder(), 'film.json')
  await writeFile(path, text)
  return path
}

describe('readFilm', () => {
  it('starts relative paths from the folder of the film file, not from the working folder', async () => {
    const path = await filmFile(film)
    const { scenes } = await readFilm(path)
    expect(scenes[0]?.image?.url.pathname).toBe(join(path, '../photos/a.jpg'))
  })

  it('accepts a byte order mark, as Windows editors write it', async () => {
    await expect(readFilm(await filmFile(`\uFEFF${film}`))).resolves.toMatchObject({ scenes: [{ duration: 8 }] })
  })

  it('says which file is not there', async () => {
    const path = join(await tempFolder(), 'none.json')
    const error = await thrownBy(readFilm(path))
    expect(error).toMatchObject({ code: 'FILM_UNREADABLE', exitCode: 3 })
    expect(error.message).toBe(`the film ${path} could not be read: there is no such file`)
  })

  it('refuses a folder', async () => {
    const path = join(await tempFolder(), 'film.json')
    await mkdir(path)
    expect(await thrownBy(readFilm(path))).toMatchObject({ code: 'FILM_UNREADABLE', message: `the film ${path} could not be read: it is a folder` })
  })

  it.each([
    ['a comma too many', film.replace('8 }]', '8 }],'), 'line 4, column 1'],
    ['a comma too few', film.replace('1,', '1'), 'line 3, column 3'],
    ['a comment', film.replace('\n', '\n  // my film\n'), 'line 2, column 3'],
    ['a word without quotes', film.replace('"photos/a.jpg"', 'photo'), 'line 3, column 25'],
    ['an end that is missing', film.trimEnd().slice(0, -1), 'line 4, column 1'],
    ['lines of Windows', film.replaceAll('\n', '\r\n').replace('8 }]', '8 }],'), 'line 4, column 1'],
    ['a byte order mark before a mistake', `\uFEFF${film.replace('1,', '1')}`, 'line 3, column 3'],
  ])('says at which line and column of the file there is %s', async (_what, text, place) => {
    const path = await filmFile(text)
    const error = await thrownBy(readFilm(path))
    expect(error.code).toBe('FILM_UNREADABLE')
    expect(error.message).toContain(`the film ${path} is not JSON at ${place}: `)
  })

  it('says of an empty file that it is empty, or where it ends', async () => {
    const error = await thrownBy(readFilm(await filmFile('')))
    expect(error.message).toMatch(/empty|line 1, column 1/)
  })

  it('refuses a photograph in place of a film', async () => {
    const error = await thrownBy(readFilm(await filmFile(Buffer.from([0xff, 0xd8, 0xff, 0xe0, 0, 16]))))
    expect(error.code).toBe('FILM_UNREADABLE')
  })

  it('lists the faults of a film that is JSON', async () => {
    const error = await thrownBy(readFilm(await filmFile(film.replace('8', '0'))))
    expect(error).toMatchObject({ code: 'FILM_INVALID', faults: [{ pointer: '/scenes/0/duration', value: 0 }] })
    expect(error.message).toContain('the film has 1 fault:\n  /scenes/0/duration: is too small (is 0); allowed: a number from 0.1 to 3600')
  })
})
