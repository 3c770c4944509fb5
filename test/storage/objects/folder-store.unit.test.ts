import { mkdir, readdir, readFile, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { describe, expect, it } from 'vitest'
import { folderStore } from '../../../src/storage/objects/folder-store.ts'
import { openObjectStore } from '../../../src/storage/objects/open-object-store.ts'
import { noSignal } from '../../support/capture.ts'
import { describeObjectStore, listed } from '../../support/describe-object-store.ts'
import { tempFolder } from '../../support/temp-folder.ts'
import { thrownBy } from '../../support/thrown-by.ts'

describeObjectStore('a folder', async () => folderStore(join(await tempFolder(), 'made', 'when', 'needed')))

const options = { mediaType: 'text/plain', signal: noSignal }

describe('folderStore', () => {
  it('leaves no file but those that were put, and no empty folder', async () => {
    const folder = await tempFolder()
    const path = join(await tempFolder(), 'a')
    await writeFile(path, 'a')
    const store = folderStore(folder)
    await Promise.all(Array.from({ length: 20 }, () => store.put('deep/in/a', path, options)))
    expect(await readdir(folder, { recursive: true })).toEqual(['deep', 'deep/in', 'deep/in/a'])
    await store.remove('deep/in/a', noSignal)
    expect(await readdir(folder)).toEqual([])
  })

  it('does not list what is being written, nor what others keep there under hidden names', async () => {
    const folder = await tempFolder()
    await writeFile(join(folder, '.unfinished-0123'), 'half')
    await mkdir(join(folder, '.trash'))
    await writeFile(join(folder, '.trash', 'a'), 'a')
    await expect(listed(folderStore(folder), '')).resolves.toEqual([])
  })

  it('takes a folder for no file, and a file for no folder', async () => {
    const folder = await tempFolder()
    const store = folderStore(folder)
    await mkdir(join(folder, 'a'))
    await writeFile(join(folder, 'b'), 'b')
    await expect(store.stat('a', noSignal)).resolves.toBeNull()
    await expect(store.stat('b/c', noSignal)).resolves.toBeNull()
    const error = await thrownBy(store.put('b/c', join(folder, 'b'), options))
    expect(error).toMatchObject({ code: 'OUTPUT_UNWRITABLE', retryable: false })
    await expect(readFile(join(folder, 'b'), 'utf8')).resolves.toBe('b')
  })

  it('follows no link out of the folder when it lists', async () => {
    const [folder, outside] = [await tempFolder(), await tempFolder()]
    await writeFile(join(outside, 'secret'), 'secret')
    await symlink(outside, join(folder, 'link'))
    await expect(listed(folderStore(folder), '')).resolves.toEqual([])
  })
})

describe('openObjectStore', () => {
  it('opens a folder by its path or its file address', async () => {
    const folder = await tempFolder()
    for (const address of [folder, `${folder}/`, pathToFileURL(folder).href]) {
      expect(openObjectStore(address).addressOf('chunks/a')).toBe(join(folder, 'chunks/a'))
    }
  })

  it.each(['films', './films', 's3://bucket/films', 'https://example.com', 'gs://', ''])('says that %j is no address of a store', async (address) => {
    const error = await thrownBy((async () => openObjectStore(address))())
    expect(error.code).toBe('TOOL_SETTING_WRONG')
  })
})
