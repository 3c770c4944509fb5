import { readdir, readFile } from 'node:fs/promises'
import sharp from 'sharp'
import { describe, expect, it } from 'vitest'
import { findFfmpeg } from '../../src/encoder/find-ffmpeg.ts'
import { readFrame } from '../../src/encoder/read-frame.ts'
import { noSignal } from '../support/capture.ts'
import { editFilm } from '../support/edit-film.ts'
import { render } from '../support/render.ts'
import { writeSmallFilm } from '../support/small-film.ts'
import { tempFolder } from '../support/temp-folder.ts'

/** Mean difference of two pictures of one size, in code values. */
async function difference(one: string | Buffer, other: string | Buffer): Promise<number> {
  const [a, b] = await Promise.all([one, other].map((picture) => sharp(picture).removeAlpha().raw().toBuffer()))
  if (!a || !b) throw new Error('there are two pictures')
  expect(a.length).toBe(b.length)
  return a.reduce((sum, value, index) => sum + Math.abs(value - (b[index] ?? 0)), 0) / a.length
}

async function filmFrame(filmPath: string, { timeS, widthPx }: { timeS: number; widthPx: number }, folder: string): Promise<string> {
  const outputPath = `${folder}/wanted-${timeS}.png`
  await readFrame(findFfmpeg(), { filmPath, timeS, widthPx, outputPath }, noSignal)
  return outputPath
}

describe('pictures beside the film', () => {
  it('are the frames of the times that were asked for, in the kinds and sizes that were asked for', async () => {
    const dataPath = await tempFolder()
    const filmPath = await writeSmallFilm(dataPath, { scenes: 3 })
    await editFilm(filmPath, (film) => {
      film.output['poster'] = { at: 1.5 }
      film.output['thumbnails'] = { at: [0, 2.5, 3], width: 160, format: 'png' }
    })
    const { output, files } = await render({ filmPath, dataPath, outputPath: `${dataPath}/out/my film.mp4` })
    expect(files.map(({ kind, path }) => [kind, path])).toEqual([
      ['poster', `${dataPath}/out/my film.poster.jpg`],
      ['thumbnail', `${dataPath}/out/my film.thumbnail-1.png`],
      ['thumbnail', `${dataPath}/out/my film.thumbnail-2.png`],
      ['thumbnail', `${dataPath}/out/my film.thumbnail-3.png`],
    ])
    const [poster = '', first = '', second = '', last = ''] = files.map(({ path }) => path)
    expect(await sharp(poster).metadata()).toMatchObject({ format: 'jpeg', width: 320, height: 180 })
    expect(await sharp(first).metadata()).toMatchObject({ format: 'png', width: 160, height: 90 })
    expect(await difference(poster, await filmFrame(output, { timeS: 1.49, widthPx: 320 }, dataPath))).toBeLessThan(4)
    expect(await difference(first, await filmFrame(output, { timeS: 0, widthPx: 160 }, dataPath))).toBe(0)
    expect(await difference(second, await filmFrame(output, { timeS: 2.49, widthPx: 160 }, dataPath))).toBe(0)
    expect(await difference(last, await filmFrame(output, { timeS: 2.96, widthPx: 160 }, dataPath))).toBe(0)
    expect(await difference(first, second)).toBeGreaterThan(10)
    expect((await readdir(`${dataPath}/out`)).filter((name) => name.includes('unfinished'))).toEqual([])
  })

  it.each([
    ['jpeg', 'jpg'],
    ['png', 'png'],
    ['webp', 'webp'],
  ])('are %s where the film asks for it, posters, thumbnails and storyboards alike', async (format, suffix) => {
    const dataPath = await tempFolder()
    const filmPath = await writeSmallFilm(dataPath, { scenes: 1 })
    await editFilm(filmPath, (film) => {
      Object.assign(film.output, {
        poster: { width: 96, format },
        thumbnails: { at: [0.5], width: 64, format },
        storyboard: { every: 0.5, width: 48, format },
      })
    })
    const { files } = await render({ filmPath, dataPath })
    const pictures = files.filter(({ path }) => !path.endsWith('.vtt')).map(({ path }) => path)
    expect(pictures.map((path) => path.slice(dataPath.length))).toEqual([
      `/film.poster.${suffix}`,
      `/film.thumbnail-1.${suffix}`,
      expect.stringMatching(new RegExp(String.raw`^/film\.storyboard(?:-1)?\.${suffix}$`)),
    ])
    const facts = await Promise.all(pictures.map(async (path) => sharp(path).metadata()))
    expect(facts.map((fact) => [fact.format, fact.width])).toEqual([
      [format, 96],
      [format, 64],
      [format, 96],
    ])
  })

  it('of a storyboard lie where its WebVTT says, on as many sheets as they need', async () => {
    const dataPath = await tempFolder()
    const filmPath = await writeSmallFilm(dataPath, { scenes: 3, seconds: 3.6 })
    await editFilm(filmPath, (film) => (film.output['storyboard'] = { every: 0.1, width: 32, format: 'png' }))
    const { files, output } = await render({ filmPath, dataPath })
    expect(files.map(({ path }) => path.slice(dataPath.length))).toEqual(['/film.storyboard-1.png', '/film.storyboard-2.png', '/film.storyboard.vtt'])
    const vtt = await readFile(`${dataPath}/film.storyboard.vtt`, 'utf8')
    const cues = [...vtt.matchAll(/^(\S+) --> (\S+)\n(\S+)#xywh=(\d+),(\d+),(\d+),(\d+)$/gm)]
    expect(vtt.startsWith('WEBVTT\n\n')).toBe(true)
    expect(cues).toHaveLength(108)
    expect(cues.map(([, from]) => from).slice(0, 2)).toEqual(['00:00:00.000', '00:00:00.100'])
    expect(cues.at(-1)?.[2]).toBe('00:00:10.800')
    // Cell 105 is on the second sheet; its time is 10.5 to 10.6 s, and frame 317 is in its middle.
    const [, , , sheet = '', ...place] = cues[105] ?? []
    const [left = 0, top = 0, width = 0, height = 0] = place.map(Number)
    expect([sheet, left, top, width, height]).toEqual(['film.storyboard-2.png', 160, 0, 32, 18])
    const cell = await sharp(`${dataPath}/${sheet}`).extract({ left, top, width, height }).png().toBuffer()
    expect(await difference(cell, await filmFrame(output, { timeS: 316.5 / 30, widthPx: 32 }, dataPath))).toBe(0)
  })

  it('at a time that the film does not have are a fault of the film, found before anything is rendered', async () => {
    const dataPath = await tempFolder()
    const filmPath = await writeSmallFilm(dataPath, { scenes: 1 })
    await editFilm(filmPath, (film) => Object.assign(film.output, { poster: { at: 2 }, thumbnails: { at: [0.5, 1.5] } }))
    await expect(render({ filmPath, dataPath })).rejects.toMatchObject({
      faults: [
        { pointer: '/output/poster/at', value: 2 },
        { pointer: '/output/thumbnails/at/1', value: 1.5 },
      ],
    })
    expect((await readdir(dataPath)).filter((name) => name.startsWith('film.mp4'))).toEqual([])
  })
})
