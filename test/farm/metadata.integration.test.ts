import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { describe, expect, it } from 'vitest'
import { findFfmpeg } from '../../src/encoder/find-ffmpeg.ts'
import { editFilm } from '../support/edit-film.ts'
import { ffprobe } from '../support/ffprobe.ts'
import { render } from '../support/render.ts'
import { writeSmallFilm } from '../support/small-film.ts'
import { tempFolder } from '../support/temp-folder.ts'

type Chapter = { readonly start_time: string; readonly end_time: string; readonly tags: { readonly title: string } }

async function chaptersOf(path: string): Promise<readonly (readonly [string, number, number])[]> {
  const { stdout } = await promisify(execFile)(findFfmpeg().ffprobe, ['-v', 'error', '-show_chapters', '-of', 'json', path])
  const { chapters } = JSON.parse(stdout) as { chapters: readonly Chapter[] }
  return chapters.map(({ tags, start_time, end_time }) => [tags.title, Number(start_time), Number(end_time)])
}

const title = 'Ferien; "zwei" = drei #1 \\ [Ende]\nund 日本'

describe('what is written beside the picture', () => {
  it.each(['mp4', 'mov', 'webm'])('is there again in %s: title, artist, comment, language, and a chapter for each scene', async (container) => {
    const dataPath = await tempFolder()
    const filmPath = await writeSmallFilm(dataPath, { scenes: 3 })
    await editFilm(filmPath, (film) => {
      film.output['metadata'] = { title, artist: 'Anna', comment: 'a=b', language: 'deu' }
      Object.assign(film.scenes[1] ?? {}, { title: 'Am See; 2=2' })
    })
    const { output } = await render({ filmPath, dataPath, outputPath: `${dataPath}/film.${container}` })
    const { format, audio } = await ffprobe(output)
    const tags = Object.fromEntries(Object.entries(format.tags ?? {}).map(([name, text]) => [name.toLowerCase(), text]))
    expect(tags).toMatchObject({ title, artist: 'Anna', comment: 'a=b' })
    expect(audio?.tags).toMatchObject({ language: container === 'mov' ? 'ger' : 'deu' })
    expect(await chaptersOf(output)).toEqual([
      ['1', 0, 1],
      ['Am See; 2=2', 1, 2],
      ['3', 2, 3],
    ])
  })

  it('has chapters of a range only for the scenes in it, from its start', async () => {
    const dataPath = await tempFolder()
    const filmPath = await writeSmallFilm(dataPath, { scenes: 3, isSilent: true })
    await editFilm(filmPath, (film) => Object.assign(film.output, { metadata: { chapters: true }, range: { from: 1.5 } }))
    expect(await chaptersOf((await render({ filmPath, dataPath })).output)).toEqual([
      ['2', 0, 0.5],
      ['3', 0.5, 1.5],
    ])
  })

  it('is nothing where the film says nothing', async () => {
    const dataPath = await tempFolder()
    const { output } = await render({ filmPath: await writeSmallFilm(dataPath, { scenes: 1, isSilent: true }), dataPath })
    expect(await chaptersOf(output)).toEqual([])
    expect((await ffprobe(output)).format).not.toMatchObject({ tags: { title: expect.anything() } })
  })
})
