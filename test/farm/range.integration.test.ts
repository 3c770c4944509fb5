import { describe, expect, it } from 'vitest'
import { editFilm } from '../support/edit-film.ts'
import { decodeSound, ffprobe, frameHashes } from '../support/ffprobe.ts'
import { render } from '../support/render.ts'
import { writeSmallFilm } from '../support/small-film.ts'
import { tempFolder } from '../support/temp-folder.ts'

describe('a range of a film', () => {
  it('has the very frames of the film, and finds the film’s finished chunks again', async () => {
    const dataPath = await tempFolder()
    const filmPath = await writeSmallFilm(dataPath, { scenes: 3 })
    const whole = await render({ filmPath, dataPath, outputPath: `${dataPath}/whole.mp4` })
    await editFilm(filmPath, (film) => (film.output['range'] = { from: 0.5, to: 2 }))
    const part = await render({ filmPath, dataPath, outputPath: `${dataPath}/part.mp4` })
    expect(part).toMatchObject({ frames: 45, durationS: 1.5, chunks: { total: 2, reused: 1 } })
    expect(part.scenes).toEqual([
      { scene: 0, fromS: 0, toS: 0.5 },
      { scene: 1, fromS: 0.5, toS: 1.5 },
    ])
    const [all, some] = [await frameHashes(whole.output), await frameHashes(part.output)]
    // The second scene is the film's own chunk; of the first a part was encoded anew, so its frames are alike and not the same.
    expect(some).toHaveLength(45)
    expect(some.slice(15)).toEqual(all.slice(30, 60))
  })

  it('sounds as it does in the film', async () => {
    const dataPath = await tempFolder()
    const filmPath = await writeSmallFilm(dataPath, { scenes: 2 })
    const whole = await decodeSound((await render({ filmPath, dataPath, outputPath: `${dataPath}/whole.mp4` })).output)
    await editFilm(filmPath, (film) => (film.output['range'] = { from: 0.8 }))
    const { output } = await render({ filmPath, dataPath, outputPath: `${dataPath}/part.mp4` })
    const part = await decodeSound(output)
    expect((await ffprobe(output)).audio).toMatchObject({ duration: '1.200000' })
    const from = 0.8 * 48_000
    const errors = Array.from({ length: 48_000 }, (_, sample) => Math.abs((part[sample + 2400] ?? 0) - (whole[from + sample + 2400] ?? 0)))
    expect(Math.max(...whole.subarray(from, from + 48_000))).toBeGreaterThan(0.1)
    // Each was coded for itself, which leaves an error of some hundredths: 0.031 has been seen.
    expect(Math.max(...errors)).toBeLessThan(0.05)
  })

  it('is refused with its place where it is not in the film', async () => {
    const dataPath = await tempFolder()
    const filmPath = await writeSmallFilm(dataPath, { scenes: 1 })
    await editFilm(filmPath, (film) => (film.output['range'] = { from: 1 }))
    await expect(render({ filmPath, dataPath })).rejects.toMatchObject({
      code: 'FILM_INVALID',
      faults: [{ pointer: '/output/range/from', value: 1 }],
    })
  })
})
