import { mkdir, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { FileWatch } from '../../src/server/file-watch.ts'
import { tempFolder } from '../support/temp-folder.ts'

/** Longer than a watch waits for a file to settle. */
const settledMs = 300

async function settled(): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, settledMs))
}

function countingWatch(): { watch: FileWatch; count: () => number } & Disposable {
  let count = 0
  const watch = new FileWatch(() => count++)
  return { watch, count: () => count, [Symbol.dispose]: () => watch[Symbol.dispose]() }
}

describe('a file watch', () => {
  it('hears of a file that is written, and once for many writes in a row', async () => {
    const path = join(await tempFolder(), 'film.json')
    await writeFile(path, '1')
    using watching = countingWatch()
    watching.watch.watch([path])
    for (const text of ['2', '3', '4', '5']) await writeFile(path, text)
    await settled()
    expect(watching.count()).toBe(1)
  })

  it('hears of every file in a folder that it is given, new ones as well, and of no other folder', async () => {
    const folder = await tempFolder()
    await mkdir(join(folder, 'template'))
    using watching = countingWatch()
    watching.watch.watch([], [join(folder, 'template')])
    await writeFile(join(folder, 'beside.css'), '1')
    await settled()
    expect(watching.count()).toBe(0)
    await writeFile(join(folder, 'template/new.css'), '1')
    await settled()
    expect(watching.count()).toBe(1)
  })

  it('goes on hearing of a file that editors replace by a new one', async () => {
    const folder = await tempFolder()
    const path = join(folder, 'film.json')
    await writeFile(path, '1')
    using watching = countingWatch()
    watching.watch.watch([path])
    for (const turn of [1, 2]) {
      await writeFile(join(folder, '.film.json.swp'), String(turn))
      await rename(join(folder, '.film.json.swp'), path)
      await settled()
      expect(watching.count()).toBe(turn)
    }
  })

  it('hears of a file that is removed and of one that comes into being', async () => {
    const path = join(await tempFolder(), 'film.json')
    using watching = countingWatch()
    watching.watch.watch([path])
    await writeFile(path, '1')
    await settled()
    await rm(path)
    await settled()
    expect(watching.count()).toBe(2)
  })

  it('does not hear of other files, nor of those that it is no longer asked to watch', async () => {
    const folder = await tempFolder()
    await mkdir(join(folder, 'photos'))
    using watching = countingWatch()
    watching.watch.watch([join(folder, 'film.json'), join(folder, 'photos/a.jpg')])
    await writeFile(join(folder, 'other.json'), '')
    await writeFile(join(folder, 'photos/b.jpg'), '')
    watching.watch.watch([join(folder, 'film.json')])
    await writeFile(join(folder, 'photos/a.jpg'), '')
    await settled()
    expect(watching.count()).toBe(0)
  })

  it('leaves out folders that are not there', async () => {
    const folder = await tempFolder()
    using watching = countingWatch()
    watching.watch.watch([join(folder, 'nowhere/a.jpg'), join(folder, 'film.json')])
    await writeFile(join(folder, 'film.json'), '')
    await settled()
    expect(watching.count()).toBe(1)
  })

  it('is silent after its end', async () => {
    const path = join(await tempFolder(), 'film.json')
    const watching = countingWatch()
    watching.watch.watch([path])
    await writeFile(path, '1')
    watching[Symbol.dispose]()
    await writeFile(path, '2')
    await settled()
    expect(watching.count()).toBe(0)
  })
})
