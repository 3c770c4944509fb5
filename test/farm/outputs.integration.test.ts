import { mkdir, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { renderOutputs } from '../../src/farm/render-outputs.ts'
import type { RenderEvent } from '../../src/farm/render-events.ts'
import { readFilm } from '../../src/film/read-film.ts'
import { dataFolderAt } from '../../src/storage/data-folder.ts'
import { trustingPolicy } from '../../src/storage/fetch/asset-policy.ts'
import { noSignal } from '../support/capture.ts'
import { childrenNamed } from '../support/children-named.ts'
import { editFilm } from '../support/edit-film.ts'
import { ffprobe, frameHashes } from '../support/ffprobe.ts'
import { render } from '../support/render.ts'
import { writeSmallFilm } from '../support/small-film.ts'
import { tempFolder } from '../support/temp-folder.ts'

type Wishes = { readonly path: string; readonly method?: 'layers' | 'screenshot'; readonly listen?: (event: RenderEvent) => void }

async function renderAll(filmPath: string, folder: string, { path, method = 'layers', listen = () => undefined }: Wishes) {
  const order = { outputPath: join(folder, path), encoder: 'cpu' as const, method, verify: false, slots: 1, reuse: true, policy: trustingPolicy }
  return renderOutputs({ ...order, film: await readFilm(filmPath), dataFolder: dataFolderAt(folder) }, noSignal, listen)
}

describe('a film with several outputs', () => {
  it.each(['layers', 'screenshot'] as const)('is the same by %s in each as when it is made alone, and needs one Chromium for all', async (method) => {
    const folder = await tempFolder()
    const filmPath = await writeSmallFilm(folder, { isSilent: true })
    const sizes = [
      { name: '16x9', width: 320, height: 180 },
      { name: '9x16', width: 180, height: 320, quality: 'high' },
      { name: 'web', width: 240, height: 240, container: 'webm', range: { from: 0.5 } },
    ]
    await editFilm(filmPath, (film) => (film['outputs'] = sizes))
    const chromiums = new Set<number>()
    const look = () => childrenNamed(/headless-shell (?!--type=).*--remote-debugging-pipe/).forEach((pid) => chromiums.add(pid))
    const results = await renderAll(filmPath, folder, { path: 'out/film.mp4', method, listen: look })
    expect(chromiums.size).toBe(1)
    expect(results.map(({ path }) => path.slice(folder.length))).toEqual(['/out/film-16x9.mp4', '/out/film-9x16.mp4', '/out/film-web.webm'])
    expect((await readdir(join(folder, 'out'))).toSorted()).toEqual(['film-16x9.mp4', 'film-9x16.mp4', 'film-web.webm'])
    for (const [index, { path }] of results.entries()) {
      const { name: _name, ...size } = sizes[index] ?? { name: '' }
      const { video } = await ffprobe(path)
      expect(video).toMatchObject({ width: sizes[index]?.width, height: sizes[index]?.height })
      await editFilm(filmPath, (film) => {
        delete film['outputs']
        film.output = { fps: 30, quality: 'draft', ...size }
      })
      const alone = await render({
        filmPath,
        dataPath: folder,
        method,
        reuse: false,
        outputPath: join(folder, `alone${path.slice(path.lastIndexOf('.'))}`),
      })
      expect(await frameHashes(path)).toEqual(await frameHashes(alone.output))
    }
  })

  it('delivers the others where one cannot be made, and says which and why', async () => {
    const folder = await tempFolder()
    const filmPath = await writeSmallFilm(folder, { scenes: 1, isSilent: true })
    await editFilm(filmPath, (film) => {
      film['outputs'] = [{ name: 'one', poster: {} }, { name: 'two' }]
    })
    // A folder in the poster's place: found when the poster is made, after the film.
    const blocked = join(folder, 'one/film.poster.jpg/x')
    await mkdir(blocked, { recursive: true })
    const [one, two] = await renderAll(filmPath, folder, { path: '{name}/film.mp4' })
    expect(one).toMatchObject({ name: 'one', error: { code: 'OUTPUT_UNWRITABLE', message: /film\.poster\.jpg/ } })
    expect(two).toMatchObject({ name: 'two', report: { frames: 30, output: join(folder, 'two/film.mp4') } })
    expect(await readdir(join(folder, 'one'))).toEqual(['film.poster.jpg'])
    expect(await readdir(join(folder, 'two'))).toEqual(['film.mp4'])
  })

  it('has its faults told at the output that has them', async () => {
    const folder = await tempFolder()
    const filmPath = await writeSmallFilm(folder, { scenes: 1 })
    await editFilm(filmPath, (film) => {
      film.output['crf'] = 20
      film['outputs'] = [
        { name: 'a', poster: { at: 7 } },
        { name: 'a', bitrate: '1M' },
      ]
    })
    await expect(readFilm(filmPath)).rejects.toMatchObject({ faults: [{ pointer: '/outputs/1/name', value: 'a' }] })
    await editFilm(filmPath, (film) => Object.assign((film['outputs'] as Record<string, unknown>[])[1] ?? {}, { name: 'b', codec: 'prores' }))
    await expect(renderAll(filmPath, folder, { path: 'film.mp4' })).rejects.toMatchObject({
      faults: [{ pointer: '/outputs/1/bitrate' }],
    })
  })
})
