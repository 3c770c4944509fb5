import { mkdir, readdir, utimes, writeFile } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { dataFolderAt, type DataFolder } from '../../../src/storage/data-folder.ts'
import { collectGarbage } from '../../../src/storage/gc/collect-garbage.ts'
import { lifetimesFromEnvironment } from '../../../src/storage/gc/lifetimes.ts'
import { removeRenderFiles } from '../../../src/storage/gc/remove-render-files.ts'
import { openObjectStore } from '../../../src/storage/objects/open-object-store.ts'
import { openWorkFolder } from '../../../src/storage/work-folder.ts'
import { noSignal } from '../../support/capture.ts'
import { fakeGoogleStorage } from '../../support/fake-google-storage.ts'
import { tempFolder } from '../../support/temp-folder.ts'

afterEach(() => vi.unstubAllEnvs())

const dayMs = 86_400_000
const lifetimes = lifetimesFromEnvironment({})
const [old, young] = ['a'.repeat(64), 'b'.repeat(64)]

/** Files by their age in days. */
async function filesIn(folder: string, ages: Readonly<Record<string, number>>): Promise<void> {
  for (const [name, days] of Object.entries(ages)) {
    const path = join(folder, name)
    await mkdir(dirname(path), { recursive: true })
    await writeFile(path, 'content')
    const then = new Date(Date.now() - days * dayMs)
    await utimes(path, then, then)
  }
}

async function filesOf(folder: string): Promise<readonly string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  return entries
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name).slice(folder.length + 1))
    .toSorted()
}

const collect = (dataFolder: DataFolder, isDry = false) => collectGarbage(dataFolder, { lifetimes, isDry, signal: noSignal })

/** What is old, and beside each of it what looks alike and is in use. */
const garbage = {
  [`chunks/${old}.mp4`]: 8,
  [`chunks/${old}.json`]: 8,
  [`chunks/${old.replace('a', '0')}.m4a`]: 8,
  [`chunks/${old.replace('a', '0')}.json`]: 8,
  'renders/rnd_1/film.mp4': 31,
  'renders/rnd_1/film.poster.jpg': 31,
  [`assets/sha256-${old}`]: 31,
  [`assets/owners/one/sha256-${old}.json`]: 40,
}
const inUse = {
  [`chunks/${young}.mp4`]: 8,
  [`chunks/${young}.json`]: 6,
  'renders/rnd_12/film.mp4': 29,
  'renders/rnd_2/film.mp4': 60,
  'renders/rnd_2/film.poster.jpg': 1,
  [`assets/sha256-${young}`]: 60,
  [`assets/owners/one/sha256-${young}.json`]: 60,
  [`assets/owners/two/sha256-${young}.json`]: 2,
}
const ofOthers = { 'notes.txt': 400, 'chunks/readme.txt': 400, 'films/film.mp4': 400, 'images/picture.png': 400, 'database/base/1': 400 }

describe('collectGarbage', () => {
  it('removes what has outlived its use here and in the shared store, and nothing beside it', async () => {
    const common = await tempFolder()
    const data = dataFolderAt(await tempFolder(), openObjectStore(common))
    for (const folder of [data.root, common]) await filesIn(folder, { ...garbage, ...inUse, ...ofOthers })
    const found = await collect(data)
    const each = [
      { kind: 'chunks', count: 2, bytes: 28 },
      { kind: 'renders', count: 1, bytes: 14 },
      { kind: 'assets', count: 1, bytes: 14 },
    ]
    expect(found).toEqual([data.root, common].flatMap((store) => each.map((row) => ({ store, ...row }))))
    for (const folder of [data.root, common]) expect(await filesOf(folder)).toEqual(Object.keys({ ...inUse, ...ofOthers }).toSorted())
    await expect(collect(data)).resolves.toEqual([])
  })

  it('only says what it would remove where it is told so', async () => {
    const data = dataFolderAt(await tempFolder())
    await filesIn(data.root, garbage)
    expect((await collect(data, true)).map(({ kind, count }) => [kind, count])).toEqual([
      ...[['chunks', 2] as const, ['renders', 1] as const, ['assets', 1] as const],
    ])
    expect(await filesOf(data.root)).toEqual(Object.keys(garbage).toSorted())
  })

  it('removes from a bucket what nobody has used for long enough, by its custom time', async () => {
    const { stored } = await fakeGoogleStorage()
    const store = openObjectStore('gs://farm/films')
    const path = join(await tempFolder(), 'a')
    await writeFile(path, 'content')
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() - 9 * dayMs })
    for (const hash of [old, young]) {
      for (const ending of ['mp4', 'json']) await store.put(`chunks/${hash}.${ending}`, path, { mediaType: 'video/mp4', signal: noSignal })
    }
    vi.useRealTimers()
    await store.touch(`chunks/${young}.mp4`, noSignal)
    await expect(collect(dataFolderAt(await tempFolder(), store))).resolves.toMatchObject([{ store: 'gs://farm/films', kind: 'chunks', count: 1 }])
    expect([...stored.keys()]).toEqual([`farm/films/chunks/${young}.mp4`, `farm/films/chunks/${young}.json`])
  })

  it('removes what processes that were killed have left, and nothing that is being written', async () => {
    const common = await tempFolder()
    const data = dataFolderAt(await tempFolder(), openObjectStore(common))
    const uuid = crypto.randomUUID()
    const left = {
      'work/gone-host.12.1700000000000.abc/frames/1.png': 3,
      'assets/uploads/0123/data': 3,
      'assets/uploads/0123/upload.json': 3,
      'assets/incoming/45': 3,
      [`assets/sha256-${old}.${uuid}`]: 3,
      [`chunks/${old}.mp4.${uuid}`]: 3,
      'renders/rnd_1/.film.mp4.0123abcd.unfinished': 3,
    }
    const running = {
      'work/other-host.12.1700000000000.abc/frames/1.png': 3,
      'work/other-host.12.1700000000000.abc/frames/2.png': 0,
      'assets/uploads/4567/upload.json': 3,
      'assets/uploads/4567/data': 0,
      [`chunks/${old}.mp4.${crypto.randomUUID()}`]: 1,
    }
    await filesIn(data.root, { ...left, ...running })
    await filesIn(common, { 'chunks/.unfinished-0123456789abcdef': 3, 'chunks/.unfinished-fedcba9876543210': 1 })
    await using mine = await openWorkFolder(data)
    for (const name of [
      'work/gone-host.12.1700000000000.abc/frames',
      'work/gone-host.12.1700000000000.abc',
      'assets/uploads/0123',
      `work/${basename(mine.path)}`,
    ]) {
      const then = new Date(Date.now() - 3 * dayMs)
      await utimes(join(data.root, name), then, then)
    }
    await expect(collect(data)).resolves.toMatchObject([{ kind: 'leftovers', count: 7 }])
    expect(await filesOf(data.root)).toEqual(Object.keys(running).toSorted())
    expect(await readdir(data.work)).toContain(basename(mine.path))
    expect(await filesOf(common)).toEqual(['chunks/.unfinished-fedcba9876543210'])
  })

  it('finds nothing in a folder that is not there yet', async () => {
    await expect(collect(dataFolderAt(join(await tempFolder(), 'new')))).resolves.toEqual([])
  })
})

describe('lifetimesFromEnvironment', () => {
  it('is a week for chunks, a month for films and assets, and what is set', () => {
    expect(lifetimes).toEqual({ chunkDays: 7, renderDays: 30, assetDays: 30 })
    const set = { FRAMEFARM_CHUNK_DAYS: '1.5', FRAMEFARM_RENDER_DAYS: 'forever' }
    expect(lifetimesFromEnvironment(set)).toEqual({ chunkDays: 1.5, renderDays: null, assetDays: 30 })
  })

  it.each(['0', '0.5', '-1', 'week', '1e9x'])('does not take %j for a number of days', (text) => {
    expect(() => lifetimesFromEnvironment({ FRAMEFARM_ASSET_DAYS: text })).toThrow('FRAMEFARM_ASSET_DAYS')
  })
})

describe('removeRenderFiles', () => {
  it('removes the files of one render, and no other render’s and no chunk', async () => {
    const common = await tempFolder()
    const data = dataFolderAt(await tempFolder(), openObjectStore(common))
    const others = { 'renders/rnd_12/film.mp4': 0, [`chunks/${old}.mp4`]: 0 }
    for (const folder of [data.root, common]) await filesIn(folder, { 'renders/rnd_1/film.mp4': 0, 'renders/rnd_1/film/segment-1.m4s': 0, ...others })
    await removeRenderFiles(data, 'rnd_1', noSignal)
    for (const folder of [data.root, common]) expect(await filesOf(folder)).toEqual(Object.keys(others).toSorted())
  })
})
