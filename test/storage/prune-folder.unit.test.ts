import { mkdir, readdir, utimes, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { cacheBytesFromEnvironment, pruneFolders } from '../../src/storage/prune-folder.ts'
import { tempFolder } from '../support/temp-folder.ts'

afterEach(() => vi.unstubAllEnvs())

/** A file of 10 bytes, last used so many minutes ago. */
async function file(folder: string, name: string, minutesAgo: number): Promise<void> {
  const path = join(folder, name)
  await mkdir(folder, { recursive: true })
  await writeFile(path, '0123456789')
  const time = new Date(Date.now() - minutesAgo * 60_000)
  await utimes(path, time, time)
}

describe('pruneFolders', () => {
  it('removes the files that were used longest ago, and no more than it has to', async () => {
    const folder = await tempFolder()
    for (const [name, minutesAgo] of [
      ['old', 30],
      ['new', 1],
      ['older', 40],
      ['recent', 10],
    ] as const)
      await file(folder, name, minutesAgo)
    await pruneFolders([folder], 20)
    expect((await readdir(folder)).toSorted()).toEqual(['new', 'recent'])
  })

  it('keeps everything that just fits', async () => {
    const folder = await tempFolder()
    for (const minutesAgo of [1, 2, 3]) await file(folder, `${minutesAgo}`, minutesAgo)
    await pruneFolders([folder], 30)
    expect(await readdir(folder)).toHaveLength(3)
  })

  it('counts several folders as one', async () => {
    const root = await tempFolder()
    const [chunks, images] = [join(root, 'chunks'), join(root, 'images')]
    await file(chunks, 'new', 1)
    await file(images, 'old', 20)
    await file(chunks, 'older', 30)
    await pruneFolders([chunks, images], 20)
    expect(await readdir(chunks)).toEqual(['new'])
    expect(await readdir(images)).toEqual(['old'])
  })

  it('keeps nothing with a limit of 0', async () => {
    const folder = await tempFolder()
    await file(folder, 'only', 0)
    await pruneFolders([folder], 0)
    expect(await readdir(folder)).toEqual([])
  })

  it('leaves folders inside alone, and does not mind a folder that is not there', async () => {
    const folder = await tempFolder()
    await file(join(folder, 'inside'), 'file', 100)
    await pruneFolders([folder, join(folder, 'none')], 0)
    expect(await readdir(folder)).toEqual(['inside'])
  })

  it('can run twice at the same time', async () => {
    const folder = await tempFolder()
    for (let minutesAgo = 1; minutesAgo <= 20; minutesAgo++) await file(folder, `${minutesAgo}`, minutesAgo)
    await Promise.all([pruneFolders([folder], 50), pruneFolders([folder], 50)])
    expect(await readdir(folder)).toHaveLength(5)
  })
})

describe('cacheBytesFromEnvironment', () => {
  it.each([
    [undefined, 8_192_000_000],
    ['', 8_192_000_000],
    ['0', 0],
    ['500', 500_000_000],
    ['0.5', 500_000],
  ])('reads FRAMEFARM_CACHE_MB %j', (value, bytes) => {
    vi.stubEnv('FRAMEFARM_CACHE_MB', value)
    expect(cacheBytesFromEnvironment()).toBe(bytes)
  })

  it.each(['-1', 'much', '8 GB', 'Infinity', 'NaN', '   '])('refuses %j, and names the variable and the value', (value) => {
    vi.stubEnv('FRAMEFARM_CACHE_MB', value)
    expect(() => cacheBytesFromEnvironment()).toThrow(
      expect.objectContaining({ code: 'TOOL_SETTING_WRONG', message: `FRAMEFARM_CACHE_MB is ${value}; it must be a number of megabytes` }),
    )
  })
})
