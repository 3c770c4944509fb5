import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { openOutputFile } from '../../src/storage/output-file.ts'
import { tempFolder } from '../support/temp-folder.ts'

describe('openOutputFile', () => {
  it('shows the file at its path only when it is delivered, and leaves nothing beside it', async () => {
    const folder = await tempFolder()
    {
      await using output = await openOutputFile(join(folder, 'film.mp4'))
      await writeFile(output.unfinishedPath, 'whole film')
      expect(await readdir(folder)).not.toContain('film.mp4')
      expect(dirname(output.unfinishedPath)).toBe(folder)
      await output.deliver()
    }
    expect(await readdir(folder)).toEqual(['film.mp4'])
    await expect(readFile(join(folder, 'film.mp4'), 'utf8')).resolves.toBe('whole film')
  })

  it('keeps the film of before whole when the new one is not delivered', async () => {
    const folder = await tempFolder()
    await writeFile(join(folder, 'film.mp4'), 'film of before')
    {
      await using output = await openOutputFile(join(folder, 'film.mp4'))
      await writeFile(output.unfinishedPath, 'half')
    }
    expect(await readdir(folder)).toEqual(['film.mp4'])
    await expect(readFile(join(folder, 'film.mp4'), 'utf8')).resolves.toBe('film of before')
  })

  it('replaces the film of before in one step', async () => {
    const folder = await tempFolder()
    await writeFile(join(folder, 'film.mp4'), 'film of before')
    await using output = await openOutputFile(join(folder, 'film.mp4'))
    await writeFile(output.unfinishedPath, 'new film')
    await expect(readFile(output.path, 'utf8')).resolves.toBe('film of before')
    await output.deliver()
    await expect(readFile(output.path, 'utf8')).resolves.toBe('new film')
  })

  it('makes the folders on the way', async () => {
    const folder = await tempFolder()
    await using output = await openOutputFile(join(folder, 'a', 'b', 'film.mp4'))
    await writeFile(output.unfinishedPath, 'film')
    await output.deliver()
    expect(await readdir(join(folder, 'a', 'b'))).toEqual(['film.mp4'])
  })

  it('gives two renders to one path an unfinished file each', async () => {
    const path = join(await tempFolder(), 'film.mp4')
    await using one = await openOutputFile(path)
    await using other = await openOutputFile(path)
    expect(one.unfinishedPath).not.toBe(other.unfinishedPath)
  })

  it('refuses a folder before any work is done', async () => {
    const folder = await tempFolder()
    await mkdir(join(folder, 'films'))
    await expect(openOutputFile(join(folder, 'films'))).rejects.toMatchObject({
      code: 'OUTPUT_UNWRITABLE',
      message: `${join(folder, 'films')} is a folder; give the name of a file`,
    })
    expect(await readdir(folder)).toEqual(['films'])
  })

  it('refuses a path that ends like a folder, also where there is none yet', async () => {
    const folder = await tempFolder()
    await expect(openOutputFile(`${join(folder, 'films')}/`)).rejects.toMatchObject({ code: 'OUTPUT_UNWRITABLE' })
  })

  it('refuses a path below a file', async () => {
    const folder = await tempFolder()
    await writeFile(join(folder, 'file'), 'x')
    await expect(openOutputFile(join(folder, 'file', 'film.mp4'))).rejects.toMatchObject({
      code: 'OUTPUT_UNWRITABLE',
      message: expect.stringContaining('film.mp4 cannot be written') as string,
    })
  })

  it('says what is wrong when it is delivered without having been written', async () => {
    await using output = await openOutputFile(join(await tempFolder(), 'film.mp4'))
    await expect(output.deliver()).rejects.toMatchObject({ code: 'OUTPUT_UNWRITABLE' })
  })
})
