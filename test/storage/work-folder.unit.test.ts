import { mkdir, readdir, writeFile } from 'node:fs/promises'
import { hostname } from 'node:os'
import { basename, join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { dataFolderAt } from '../../src/storage/data-folder.ts'
import { openWorkFolder } from '../../src/storage/work-folder.ts'
import { startSleeping } from '../support/sleeping-process.ts'
import { tempFolder } from '../support/temp-folder.ts'

async function folderLeftBy(work: string, pid: number, { host = hostname(), startedMs = 1 } = {}): Promise<string> {
  const path = join(work, `${host}.${pid}.${startedMs}.abcdef`)
  await mkdir(path, { recursive: true })
  await writeFile(join(path, 'half.mp4'), 'half')
  return basename(path)
}

describe('openWorkFolder', () => {
  it('makes a folder of its own, and removes it with all that is in it', async () => {
    const data = dataFolderAt(await tempFolder())
    {
      await using work = await openWorkFolder(data)
      await mkdir(join(work.path, 'deep', 'er'), { recursive: true })
      await writeFile(join(work.path, 'deep', 'er', 'file'), 'x')
      expect(await readdir(data.work)).toEqual([basename(work.path)])
    }
    expect(await readdir(data.work)).toEqual([])
  })

  it('removes the folder also when the work in it fails', async () => {
    const data = dataFolderAt(await tempFolder())
    const failing = async () => {
      await using work = await openWorkFolder(data)
      throw new Error(`failed in ${work.path}`)
    }
    await expect(failing()).rejects.toThrow('failed in')
    expect(await readdir(data.work)).toEqual([])
  })

  it('gives two renders of one process a folder each', async () => {
    const data = dataFolderAt(await tempFolder())
    await using one = await openWorkFolder(data)
    await using other = await openWorkFolder(data)
    expect(one.path).not.toBe(other.path)
    expect(await readdir(data.work)).toHaveLength(2)
  })

  it('sweeps what a dead process has left, and keeps what belongs to a living one', async () => {
    const data = dataFolderAt(await tempFolder())
    await using dead = await startSleeping()
    await using living = await startSleeping()
    await dead.stop()
    await folderLeftBy(data.work, dead.pid)
    const kept = [await folderLeftBy(data.work, living.pid), await folderLeftBy(data.work, process.ppid)]
    await using work = await openWorkFolder(data)
    expect((await readdir(data.work)).toSorted()).toEqual([...kept, basename(work.path)].toSorted())
  })

  it('sweeps what an earlier process of the same id has left, as in a container that is started again', async () => {
    const data = dataFolderAt(await tempFolder())
    await folderLeftBy(data.work, process.pid)
    await using work = await openWorkFolder(data)
    expect(await readdir(data.work)).toEqual([basename(work.path)])
  })

  it('leaves the folders of other machines on a shared disk alone, and what is not its own', async () => {
    const data = dataFolderAt(await tempFolder())
    const kept = await folderLeftBy(data.work, 999_999, { host: 'another.machine.example' })
    await mkdir(join(data.work, 'made-by-hand'))
    await using work = await openWorkFolder(data)
    expect((await readdir(data.work)).toSorted()).toEqual([kept, 'made-by-hand', basename(work.path)].toSorted())
  })

  it('names the folder when it cannot be made', async () => {
    const root = join(await tempFolder(), 'file')
    await writeFile(root, 'a file where the data folder should be')
    await expect(openWorkFolder(dataFolderAt(root))).rejects.toMatchObject({
      code: 'OUTPUT_UNWRITABLE',
      message: expect.stringContaining(join(root, 'work')) as string,
    })
  })
})
