import { existsSync, statSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { makeFolder } from '../../src/storage/make-folder.ts'
import { tempFolder } from '../support/temp-folder.ts'

describe('makeFolder', () => {
  it('makes a folder and all above it, and is content with one that is there', async () => {
    const path = join(await tempFolder(), 'a', 'b', 'c')
    await Promise.all([makeFolder(path), makeFolder(path)])
    await makeFolder(path)
    expect(statSync(path).isDirectory()).toBe(true)
  })

  it('fails below a file', async () => {
    const file = join(await tempFolder(), 'file')
    await writeFile(file, '')
    await expect(makeFolder(join(file, 'below'))).rejects.toMatchObject({ code: 'ENOTDIR' })
  })

  it.skipIf(!existsSync('/proc/self'))(
    'fails, and does not try for ever, where the system lets nobody make a folder (skipped without /proc)',
    async () => {
      await expect(makeFolder('/proc/framefarm/work')).rejects.toMatchObject({ code: 'ENOENT' })
    },
  )
})
