import { readdir, readFile, truncate, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { dataFolderAt } from '../../src/storage/data-folder.ts'
import { openObjectStore } from '../../src/storage/objects/open-object-store.ts'
import { SoundStore } from '../../src/storage/sound-store.ts'
import { noSignal } from '../support/capture.ts'
import { tempFolder } from '../support/temp-folder.ts'

const hash = 'a'.repeat(64)
const content = Buffer.alloc(10_000, 'a mixed sound')
const report = {
  mixed: { integratedLufs: -21.4, truePeakDb: -3.2 },
  delivered: { integratedLufs: null, truePeakDb: null },
  targetLufs: -14,
  isPart: false,
  gainDb: 7.4,
  limitedDb: 0,
}

async function twoMachines() {
  const common = await tempFolder()
  const [here, there] = [dataFolderAt(await tempFolder(), openObjectStore(common)), dataFolderAt(await tempFolder(), openObjectStore(common))]
  const path = join(here.root, 'mixed.m4a')
  await writeFile(path, content)
  const store = new SoundStore(here, '.m4a')
  const stored = await store.add(hash, { path, report }, noSignal)
  return { common, here, there, store, stored, other: new SoundStore(there, '.m4a') }
}

describe('SoundStore', () => {
  it('finds a sound with what was measured of it, on this machine and on another', async () => {
    const { common, here, there, store, stored, other } = await twoMachines()
    expect(stored).toEqual({ path: join(here.chunks, `${hash}.m4a`), report })
    await expect(store.find(hash, noSignal)).resolves.toEqual(stored)
    await expect(other.has(hash, noSignal)).resolves.toBe(true)
    await expect(other.find(hash, noSignal)).resolves.toEqual({ path: join(there.chunks, `${hash}.m4a`), report })
    await expect(readFile(join(there.chunks, `${hash}.m4a`))).resolves.toEqual(content)
    expect((await readdir(join(common, 'chunks'))).toSorted()).toEqual([`${hash}.json`, `${hash}.m4a`])
    await expect(other.find('b'.repeat(64), noSignal)).resolves.toBeNull()
  })

  it('does not use a sound that has been damaged, and removes it everywhere', async () => {
    const { common, there, other } = await twoMachines()
    await truncate(join(common, 'chunks', `${hash}.m4a`), 9000)
    await expect(other.find(hash, noSignal)).resolves.toBeNull()
    for (const folder of [there.chunks, join(common, 'chunks')]) expect(await readdir(folder).catch(() => [])).toEqual([])
  })
})
