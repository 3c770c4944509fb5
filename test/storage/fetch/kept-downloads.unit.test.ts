import { existsSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { KeptDownloads } from '../../../src/storage/fetch/kept-downloads.ts'
import { sourceOf } from '../../support/source-of.ts'
import { tempFolder } from '../../support/temp-folder.ts'

/** Counts downloads, each a file of its own name. */
async function counted() {
  const folder = await tempFolder()
  const kept = new KeptDownloads(folder)
  const downloaded: string[] = []
  const take = async (name: string, kind: 'image' | 'font' = 'image') =>
    kept.take(sourceOf(`https://photos.example/${name}`), kind, async () => {
      downloaded.push(name)
      await writeFile(join(folder, name), name)
      return join(folder, name)
    })
  return { kept, downloaded, take, isThere: (name: string) => existsSync(join(folder, name)) }
}

describe('downloads of a film that is edited', () => {
  it('are made once for each kind, and stay while the film that is shown or the one that is loaded names them', async () => {
    const { kept, downloaded, take, isThere } = await counted()
    kept.begin()
    await Promise.all([take('a'), take('b'), take('a')])
    await kept.settle(true)
    kept.begin()
    await take('a')
    await take('wrong')
    await kept.settle(false)
    expect(downloaded).toEqual(['a', 'b', 'wrong'])
    expect(['a', 'b', 'wrong'].map(isThere)).toEqual([true, true, true])
    kept.begin()
    await take('a')
    await kept.settle(true)
    expect(['a', 'b', 'wrong'].map(isThere)).toEqual([true, false, false])
  })

  it('are checked again as another kind, and tried again where they have failed', async () => {
    const { kept, downloaded, take, isThere } = await counted()
    kept.begin()
    await take('a', 'image')
    await take('a', 'font')
    expect(downloaded).toEqual(['a', 'a'])
    await kept.settle(true)
    kept.begin()
    await take('a', 'image')
    await kept.settle(true)
    expect(isThere('a')).toBe(true)
    const source = sourceOf('https://photos.example/slow')
    await expect(kept.take(source, 'image', () => Promise.reject(new Error('too slow')))).rejects.toThrow('too slow')
    expect(await kept.take(source, 'image', async () => 'path')).toBe('path')
  })
})
