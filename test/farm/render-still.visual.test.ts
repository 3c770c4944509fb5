import { copyFile } from 'node:fs/promises'
import { join } from 'node:path'
import sharp from 'sharp'
import { describe, expect, it } from 'vitest'
import { openStills, type StillOrder, type Stills } from '../../src/farm/render-still.ts'
import { FilmInvalidError } from '../../src/film/fault.ts'
import { readFilm } from '../../src/film/read-film.ts'
import { dataFolderAt } from '../../src/storage/data-folder.ts'
import { noSignal } from '../support/capture.ts'
import { childrenNamed } from '../support/children-named.ts'
import { editFilm } from '../support/edit-film.ts'
import { until } from '../support/preview.ts'
import { psnr } from '../support/psnr.ts'
import { render } from '../support/render.ts'
import { writeSmallFilm } from '../support/small-film.ts'
import { tempFolder } from '../support/temp-folder.ts'
import { thrownBy } from '../support/thrown-by.ts'

/** A film with a transition and captions, and what stills of it are drawn with. */
async function stillsOfFilm(folder: string, options: { slots?: number; idleMs?: number } = {}): Promise<{ path: string; stills: Stills }> {
  const path = await writeSmallFilm(folder, { quality: 'high' })
  await editFilm(path, ({ scenes }) => Object.assign(scenes[1] ?? {}, { transition: { type: 'crossfade', duration: 0.4 }, captions: 'Half way' }))
  return { path, stills: await openStills({ dataFolder: dataFolderAt(join(folder, 'data')), ...options }) }
}

async function stillOf(stills: Stills, path: string, order: Omit<StillOrder, 'film' | 'format'> & Partial<StillOrder>): Promise<Buffer> {
  return stills.still({ film: await readFilm(path), format: 'png', ...order }, noSignal)
}

describe('a still', () => {
  it('is the very frame of the film, also in the middle of a transition, with its captions', async () => {
    const folder = await tempFolder()
    const { path, stills } = await stillsOfFilm(folder)
    await using _ = stills
    await render({ filmPath: path, dataPath: folder, method: 'screenshot', outputPath: join(folder, 'frames/%04d.png'), slots: 1 })
    for (const at of [0, 12, 29, 36, 59]) {
      const frame = await sharp(join(folder, `frames/${String(at + 1).padStart(4, '0')}.png`)).toBuffer()
      expect.soft(await psnr(await stillOf(stills, path, { at }), frame), `frame ${at}`).toBeGreaterThan(45)
    }
    // A control: the frames beside each other differ more than that.
    expect(await psnr(await stillOf(stills, path, { at: 36 }), await stillOf(stills, path, { at: 40 }))).toBeLessThan(40)
  })

  it('is as wide as asked for, never wider than the film, and PNG or JPEG', async () => {
    const { path, stills } = await stillsOfFilm(await tempFolder())
    await using _ = stills
    const facts = async (order: Partial<StillOrder>) => {
      const { format, width, height } = await sharp(await stillOf(stills, path, { at: 10, ...order })).metadata()
      return { format, width, height }
    }
    expect(await facts({})).toEqual({ format: 'png', width: 320, height: 180 })
    expect(await facts({ format: 'jpeg', width: 160 })).toEqual({ format: 'jpeg', width: 160, height: 90 })
    expect(await facts({ width: 4000 })).toEqual({ format: 'png', width: 320, height: 180 })
  })

  it('is the one that was asked for, however many are asked for at the same time', async () => {
    const { path, stills } = await stillsOfFilm(await tempFolder(), { slots: 2 })
    await using _ = stills
    const frames = [3, 33, 17, 3, 48, 25]
    const apart: Buffer[] = []
    for (const at of frames) apart.push(await stillOf(stills, path, { at }))
    const together = await Promise.all(frames.map((at) => stillOf(stills, path, { at })))
    for (const [index, picture] of together.entries()) expect.soft(await psnr(picture, apart[index] ?? Buffer.alloc(0))).toBeGreaterThan(60)
  })

  it('is drawn anew when an image has been written, and when the film has another size', async () => {
    const folder = await tempFolder()
    const { path, stills } = await stillsOfFilm(folder)
    await using _ = stills
    const before = await stillOf(stills, path, { at: 5 })
    await copyFile(join(folder, 'photo-1.jpg'), join(folder, 'photo-0.jpg'))
    expect(await psnr(await stillOf(stills, path, { at: 5 }), before)).toBeLessThan(30)
    await editFilm(path, ({ output }) => Object.assign(output, { width: 180, height: 320 }))
    expect(await sharp(await stillOf(stills, path, { at: 5 })).metadata()).toMatchObject({ width: 180, height: 320 })
  })

  it('needs no Chromium before the first one, and leaves none when there has been no other for a while', async () => {
    const { path, stills } = await stillsOfFilm(await tempFolder(), { idleMs: 50 })
    await using _ = stills
    expect(childrenNamed(/chrom/i)).toEqual([])
    const first = await stillOf(stills, path, { at: 20 })
    expect(childrenNamed(/chrom/i)).not.toEqual([])
    await until(() => childrenNamed(/chrom/i).length === 0)
    expect(await psnr(await stillOf(stills, path, { at: 20 }), first)).toBeGreaterThan(60)
  })

  it('that cannot be made fails with its reason, and the next one is made all the same', async () => {
    const { path, stills } = await stillsOfFilm(await tempFolder())
    await using _ = stills
    const film = await readFilm(path)
    for (const at of [-1, 60, 0.5, Number.NaN])
      expect(await thrownBy(stillOf(stills, path, { at }))).toMatchObject({ code: 'USAGE', hint: 'give a whole number from 0 to 59' })
    const [first, second] = film.scenes
    if (!first?.image || !second) throw new Error('the film has two scenes')
    const lost = { ...film, scenes: [{ ...first, image: { ...first.image, url: new URL('file:///nowhere.jpg') } }, second] }
    expect(await thrownBy(stillOf(stills, path, { film: lost, at: 0 }))).toBeInstanceOf(FilmInvalidError)
    expect(await thrownBy(stills.still({ film, at: 0, format: 'png' }, AbortSignal.abort()))).toMatchObject({ code: 'CANCELLED' })
    const { width } = await sharp(await stillOf(stills, path, { at: 59 })).metadata()
    expect(width).toBe(320)
  })
})
