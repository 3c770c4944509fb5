import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it, vi } from 'vitest'
import { dataFolderAt } from '../../src/storage/data-folder.ts'
import { openObjectStore } from '../../src/storage/objects/open-object-store.ts'
import { frameHashes } from '../support/ffprobe.ts'
import { LeaseTable } from '../support/lease-table.ts'
import { render } from '../support/render.ts'
import { servedFilm } from '../support/served-film.ts'
import { writeSmallFilm } from '../support/small-film.ts'
import { tempFolder } from '../support/temp-folder.ts'
import { testWorker } from '../support/test-worker.ts'

/** Cut out of the middle of a file. */
async function damage(path: string): Promise<Buffer> {
  const bytes = await readFile(path)
  await writeFile(path, Buffer.from(bytes).fill(0, 2000, 2100))
  return bytes
}

describe('machines that share a store', () => {
  it('render no chunk and mix no sound again that another machine has made, unless it was damaged since', async () => {
    const common = await tempFolder()
    const finished = async (suffix: string) => (await readdir(join(common, 'chunks'))).filter((name) => name.endsWith(suffix))
    const shared = openObjectStore(common)
    const [here, there, elsewhere] = [await tempFolder(), await tempFolder(), await tempFolder()]
    const filmPath = await writeSmallFilm(here)
    const first = await render({ filmPath, dataPath: here, shared })
    expect(first.chunks).toEqual({ total: 2, reused: 0 })
    const second = await render({ filmPath, dataPath: there, shared })
    expect(second.chunks).toEqual({ total: 2, reused: 2 })
    expect(second.sound).toEqual(first.sound)
    const [damaged = '', sound = ''] = [...(await finished('.mp4')), ...(await finished('.m4a'))].toSpliced(1, 1)
    const [chunkBytes, soundBytes] = [await damage(join(common, 'chunks', damaged)), await damage(join(common, 'chunks', sound))]
    const third = await render({ filmPath, dataPath: elsewhere, shared })
    expect(third.chunks).toEqual({ total: 2, reused: 1 })
    const frames = await frameHashes(first.output)
    for (const { output } of [second, third]) expect(await frameHashes(output)).toEqual(frames)
    expect(await finished('.m4a')).toEqual([sound])
    expect(await readFile(join(common, 'chunks', damaged))).toEqual(chunkBytes)
    expect(await readFile(join(common, 'chunks', sound))).toEqual(soundBytes)
  })

  it('make one film: what one has prepared, rendered and mixed another one joins, and its files are in the store and nowhere else', async () => {
    const common = await tempFolder()
    const shared = openObjectStore(common)
    const [here, there] = [dataFolderAt(await tempFolder(), shared), dataFolderAt(await tempFolder(), shared)]
    const { film: sent } = await servedFilm(await tempFolder())
    const neighbour = join(common, 'renders/rnd_2')
    await mkdir(neighbour, { recursive: true })
    await writeFile(join(neighbour, 'film.mp4'), 'another film')
    const leases = new LeaseTable()
    leases.deals = ({ type }) => type !== 'finish'
    await using first = testWorker(leases, { dataPath: here.root, dataFolder: here })
    const ended = leases.submit('rnd_1', { film: sent })
    await vi.waitFor(() => expect(leases.told).toEqual(['prepare complete', 'chunk complete', 'chunk complete']), { timeout: 60_000 })
    await first.stop(0)
    leases.deals = () => true
    await using open = new AsyncDisposableStack()
    open.use(testWorker(leases, { dataPath: there.root, dataFolder: there }))
    const film = { file: 'film.mp4', frames: 60, url: '/v1/renders/rnd_1/files/film.mp4' }
    expect(await ended).toMatchObject({ type: 'finish', outputs: [film, { kind: 'poster' }] })
    expect(leases.progress.map(({ stage }) => stage)).toContain('joining')
    expect(leases.progress.map(({ stage }) => stage)).not.toContain('mixing')
    const stored = (await readdir(join(common, 'renders'), { recursive: true })).toSorted()
    expect(stored).toEqual(['rnd_1', 'rnd_1/film.mp4', 'rnd_1/film.poster.jpg', 'rnd_2', 'rnd_2/film.mp4'])
    for (const { root } of [here, there]) expect(await readdir(root)).not.toContain('renders')
  })
})
