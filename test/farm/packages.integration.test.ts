import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import sharp from 'sharp'
import { describe, expect, it } from 'vitest'
import { editFilm } from '../support/edit-film.ts'
import { decodeSound, ffprobe, frameHashes } from '../support/ffprobe.ts'
import { psnr } from '../support/psnr.ts'
import { render } from '../support/render.ts'
import { writeSmallFilm } from '../support/small-film.ts'
import { tempFolder } from '../support/temp-folder.ts'

describe('HTTP Live Streaming', () => {
  it.each(['h264', 'hevc'] as const)('is a folder with a playlist, and segments that hold the frames of the %s film and its sound', async (codec) => {
    const dataPath = await tempFolder()
    const filmPath = await writeSmallFilm(dataPath, { scenes: 2, seconds: 5, fps: '30000/1001', codec })
    await editFilm(filmPath, (film) => {
      film['captions'] = { track: true, burnIn: false }
      film.scenes[0]!['captions'] = 'A text'
      Object.assign(film.output, { segment: 2, poster: {}, metadata: { chapters: true } })
    })
    const warnings: string[] = []
    const { output, files } = await render({
      filmPath,
      dataPath,
      outputPath: join(dataPath, 'out/stream/index.m3u8'),
      listen: (event) => event.type === 'warning' && warnings.push(event.message),
    })
    expect(warnings).toEqual(['/output/metadata', '/captions/track'].map((pointer) => `${pointer}: is left out: hls has no place for it`))
    const names = (await readdir(join(dataPath, 'out/stream'))).toSorted()
    expect(names.slice(0, 3)).toEqual(['index.m3u8', 'init.mp4', 'segment-00000.m4s'])
    const playlist = await readFile(output, 'utf8')
    expect(playlist).toContain('#EXT-X-PLAYLIST-TYPE:VOD')
    expect(playlist).toContain('#EXT-X-ENDLIST')
    const lengths = [...playlist.matchAll(/#EXTINF:([\d.]+)/g)].map(([, length]) => Number(length))
    expect(lengths.length).toBe(names.length - 2)
    expect(lengths.length).toBeGreaterThanOrEqual(4)
    // A key frame comes at least every two seconds, so a segment is never so much longer than asked for.
    expect(Math.max(...lengths)).toBeLessThan(4.01)
    expect((await ffprobe(output)).video).toMatchObject({ codec_name: codec })
    expect(files.map(({ path }) => path.slice(dataPath.length))).toEqual(['/out/stream.poster.jpg'])
    await editFilm(filmPath, (film) => {
      delete film.output['segment']
    })
    const film = await render({ filmPath, dataPath, outputPath: join(dataPath, 'film.mp4') })
    expect(await frameHashes(output)).toEqual(await frameHashes(film.output))
    expect(Math.abs((await decodeSound(output)).length - (await decodeSound(film.output)).length)).toBeLessThan(3 * 1024)
  })

  it('takes the place of an earlier one whole, and never that of other files', async () => {
    const dataPath = await tempFolder()
    const filmPath = await writeSmallFilm(dataPath, { scenes: 2, seconds: 4, isSilent: true })
    const outputPath = join(dataPath, 'out/stream/index.m3u8')
    await editFilm(filmPath, (film) => (film.output['segment'] = 2))
    await render({ filmPath, dataPath, outputPath })
    const before = await readdir(join(dataPath, 'out/stream'))
    await editFilm(filmPath, (film) => film.scenes.pop())
    await render({ filmPath, dataPath, outputPath })
    expect((await readdir(join(dataPath, 'out/stream'))).length).toBeLessThan(before.length)
    await writeFile(join(dataPath, 'out/stream/notes.txt'), 'mine')
    await expect(render({ filmPath, dataPath, outputPath })).rejects.toMatchObject({ code: 'OUTPUT_UNWRITABLE', message: /notes\.txt/ })
    expect(await readdir(join(dataPath, 'out'))).toEqual(['stream'])
  })
})

describe('moving and single pictures', () => {
  it.each(['gif', 'webp'] as const)(
    'a %s has the size, length and look of the film, repeats for ever, and leaves the sound out with a word',
    async (kind) => {
      const dataPath = await tempFolder()
      const filmPath = await writeSmallFilm(dataPath, { fps: 15, width: 160, height: 90 })
      const warnings: string[] = []
      const listen = (event: { type: string; message?: string }) => event.type === 'warning' && warnings.push(event.message ?? '')
      const { output } = await render({ filmPath, dataPath, outputPath: join(dataPath, `film.${kind}`), listen })
      const { pages = 0, width, pageHeight, loop, delay = [] } = await sharp(output, { pages: -1 }).metadata()
      expect({ width, pageHeight, loop }).toEqual({ width: 160, pageHeight: 90, loop: 0 })
      expect(pages).toBeGreaterThan(25)
      expect(Math.abs(delay.reduce((sum, ms) => sum + ms, 0) - 2000)).toBeLessThan(80)
      expect(warnings).toEqual([expect.stringContaining('has no sound: that of the film is left out')])
      const stills = await render({ filmPath, dataPath, outputPath: join(dataPath, 'frames/%05d.png') })
      const last = await sharp(output, { page: pages - 1 })
        .png()
        .toBuffer()
      expect(await psnr(last, await readFile(stills.output.replace('%05d', '00030')))).toBeGreaterThan(25)
    },
  )

  it.each([
    ['png', '%05d.png', '00001.png', '00060.png'],
    ['jpeg', 'scene %03d of 100 %d.jpg', null, null],
    ['jpeg', 'scene %03d.jpg', 'scene 001.jpg', 'scene 060.jpg'],
  ] as const)('a sequence of %s is in a folder of its own, called %s', async (format, pattern, first, last) => {
    const dataPath = await tempFolder()
    const filmPath = await writeSmallFilm(dataPath, { isSilent: true })
    const rendering = render({ filmPath, dataPath, outputPath: join(dataPath, 'all 100%/', pattern) })
    if (first === null) {
      await expect(rendering).rejects.toMatchObject({ code: 'USAGE' })
      return
    }
    await rendering
    const names = (await readdir(join(dataPath, 'all 100%'))).toSorted()
    expect([names.length, names[0], names.at(-1)]).toEqual([60, first, last])
    expect(await sharp(join(dataPath, 'all 100%', last)).metadata()).toMatchObject({ format, width: 320, height: 180 })
    // The colours of the film's own frame, which was encoded apart.
    const film = await render({ filmPath, dataPath, outputPath: join(dataPath, 'film.mp4') })
    await editFilm(filmPath, (file) => (file.output['poster'] = { at: 0.5, format: 'png' }))
    const { files } = await render({ filmPath, dataPath, outputPath: film.output })
    const sixteenth = join(dataPath, 'all 100%', first.replace('001', '016'))
    expect(await psnr(await readFile(sixteenth), await readFile(files[0]?.path ?? ''))).toBeGreaterThan(30)
  })

  it('one that would be of no use is refused: a GIF of more than 50 frames a second, or of too many pixels', async () => {
    const dataPath = await tempFolder()
    await mkdir(join(dataPath, 'x'))
    const fast = await writeSmallFilm(dataPath, { fps: 60 })
    await expect(render({ filmPath: fast, dataPath, outputPath: join(dataPath, 'film.gif') })).rejects.toMatchObject({
      faults: [{ pointer: '/output/fps', value: 60 }],
    })
    const large = await writeSmallFilm(dataPath, { width: 3840, height: 2160, seconds: 10 })
    await expect(render({ filmPath: large, dataPath, outputPath: join(dataPath, 'film.webp') })).rejects.toMatchObject({
      faults: [{ pointer: '/output/width' }],
    })
    const rated = await writeSmallFilm(dataPath, { crf: 20 })
    await expect(render({ filmPath: rated, dataPath, outputPath: join(dataPath, 'film.gif') })).rejects.toMatchObject({
      faults: [{ pointer: '/output/crf', message: 'is not for gif' }],
    })
  })
})
