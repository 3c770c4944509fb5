import { execFile } from 'node:child_process'
import { readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { describe, expect, it } from 'vitest'
import { findFfmpeg } from '../../src/encoder/find-ffmpeg.ts'
import { FilmInvalidError } from '../../src/film/fault.ts'
import { editFilm } from '../support/edit-film.ts'
import { ffprobe } from '../support/ffprobe.ts'
import { render } from '../support/render.ts'
import { writeSmallFilm } from '../support/small-film.ts'
import { tempFolder } from '../support/temp-folder.ts'
import { thrownBy } from '../support/thrown-by.ts'

const srt = '1\n00:00:00,500 --> 00:00:01,500\nBread & <butter> {1}\n\n2\n00:00:01,600 --> 00:00:01,900\nÜber “uns”\nالسلام\n'

/** A film of two scenes of a second, with captions. */
async function filmWith(captions: Readonly<Record<string, unknown>>, file?: string | Buffer): Promise<{ folder: string; filmPath: string }> {
  const folder = await tempFolder()
  const filmPath = await writeSmallFilm(folder)
  if (file !== undefined) await writeFile(join(folder, 'captions.srt'), file)
  const film = JSON.parse(await readFile(filmPath, 'utf8')) as object
  const source = file === undefined ? {} : { source: 'captions.srt' }
  await writeFile(filmPath, JSON.stringify({ ...film, captions: { ...source, ...captions } }))
  return { folder, filmPath }
}

async function tracksOf(path: string): Promise<unknown> {
  const entries = 'stream=codec_type,codec_name:stream_tags=language'
  const { stdout } = await promisify(execFile)(findFfmpeg().ffprobe, ['-v', 'error', '-show_entries', entries, '-of', 'json', path])
  return (JSON.parse(stdout) as { streams: unknown }).streams
}

async function trackText(path: string): Promise<string> {
  const { stdout } = await promisify(execFile)(findFfmpeg().ffmpeg, ['-v', 'error', '-i', path, '-map', '0:s:0', '-f', 'srt', '-'])
  return stdout
}

describe('captions outside of the picture', () => {
  it('lie beside the film as SRT and WebVTT, and in it as a text track with its language', async () => {
    const { folder, filmPath } = await filmWith({ sidecar: ['srt', 'vtt'], track: true, language: 'de-AT' }, srt)
    await render({ filmPath, dataPath: folder, method: 'zoompan' })
    expect(await readFile(join(folder, 'film.srt'), 'utf8')).toBe(srt)
    expect(await readFile(join(folder, 'film.vtt'), 'utf8')).toBe(
      `WEBVTT\n\n00:00:00.500 --> 00:00:01.500\nBread &amp; &lt;butter&gt; {1}\n\n00:00:01.600 --> 00:00:01.900\nÜber “uns”\nالسلام\n`,
    )
    const path = join(folder, 'film.mp4')
    expect(await tracksOf(path)).toEqual([
      expect.objectContaining({ codec_type: 'video' }),
      expect.objectContaining({ codec_type: 'audio' }),
      { codec_name: 'mov_text', codec_type: 'subtitle', tags: { language: 'deu' } },
    ])
    expect((await trackText(path)).trim().replaceAll('\r', '')).toBe(srt.trim().replace('{1}', '(1)'))
  })

  it('are those of the range, from its start, beside a title and in the kind of text that WebM takes', async () => {
    const { folder, filmPath } = await filmWith({ sidecar: ['vtt'], track: true, language: 'de' }, srt)
    await editFilm(filmPath, (film) => Object.assign(film.output, { range: { from: 1 }, metadata: { title: 'Part', chapters: true } }))
    const { files, output } = await render({ filmPath, dataPath: folder, outputPath: join(folder, 'part.webm'), method: 'zoompan' })
    expect(files).toEqual([{ kind: 'captions', path: join(folder, 'part.vtt') }])
    const times = [...(await readFile(join(folder, 'part.vtt'), 'utf8')).matchAll(/^.* --> .*$/gm)].map(([line]) => line)
    expect(times).toEqual(['00:00:00.000 --> 00:00:00.500', '00:00:00.600 --> 00:00:00.900'])
    expect(await tracksOf(output)).toEqual([
      expect.objectContaining({ codec_name: 'vp9' }),
      expect.objectContaining({ codec_name: 'opus' }),
      expect.objectContaining({ codec_name: 'webvtt', tags: { language: 'deu' } }),
    ])
    // FFmpeg counts from the first packet of the file, of which Opus has one 7 ms before the picture.
    expect(await trackText(output)).toMatch(/00:00:00,60\d --> 00:00:00,90\d/)
    expect((await ffprobe(output)).format.tags).toMatchObject({ title: 'Part' })
  })

  it('are not there where they are not asked for', async () => {
    const { folder, filmPath } = await filmWith({}, srt)
    await render({ filmPath, dataPath: folder, method: 'zoompan' })
    expect((await readdir(folder)).filter((name) => /\.(?:srt|vtt)$/.test(name))).toEqual(['captions.srt'])
    expect(await tracksOf(join(folder, 'film.mp4'))).toHaveLength(2)
  })

  it('that are asked for where there are none are warned of', async () => {
    const { folder, filmPath } = await filmWith({ sidecar: ['srt'], track: true })
    const warnings: string[] = []
    await render({ filmPath, dataPath: folder, method: 'zoompan', listen: (event) => event.type === 'warning' && warnings.push(event.message) })
    expect(warnings).toEqual(
      expect.arrayContaining([
        '/captions/sidecar: is asked for, and the film has no captions',
        '/captions/track: is asked for, and the film has no captions',
      ]),
    )
    expect(await readdir(folder)).not.toContain('film.srt')
  })
})

describe('a caption file that is broken', () => {
  it('is a fault of the film, every mistake with its line and column, beside all other faults', async () => {
    const { folder, filmPath } = await filmWith({}, srt.replace('01,500', '01').replace('01,900', '0x,900'))
    const film = JSON.parse(await readFile(filmPath, 'utf8')) as { scenes: object[] }
    await writeFile(filmPath, JSON.stringify({ ...film, scenes: [{ image: 'none.jpg', duration: 1 }, ...film.scenes] }))
    const error = await thrownBy(render({ filmPath, dataPath: folder }))
    expect(error).toBeInstanceOf(FilmInvalidError)
    expect(error instanceof FilmInvalidError && error.faults).toEqual([
      { pointer: '/scenes/0/image', message: 'none.jpg could not be read: there is no such file' },
      { pointer: '/captions/source', message: 'captions.srt, line 2, column 26: here should be a comma and three digits, such as 00:00:01,000' },
      { pointer: '/captions/source', message: 'captions.srt, line 6, column 25: Must be exactly two digits' },
    ])
  })
})
