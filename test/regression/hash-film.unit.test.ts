import { cp, mkdir, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { hashFilm } from '../../src/regression/inputs/hash-film.ts'
import { writeCardFilm } from '../support/card-film.ts'
import { tempFolder } from '../support/temp-folder.ts'

describe('hashFilm', () => {
  it('is the same wherever the film lies', async () => {
    const [folder, other] = [await tempFolder(), await tempFolder()]
    const { film } = await writeCardFilm(folder)
    await cp(folder, other, { recursive: true })
    expect((await hashFilm(join(other, 'film.json'))).hash).toBe((await hashFilm(film)).hash)
  })

  it('is another one where a file of a template has another content, another name or another folder', async () => {
    const folder = await tempFolder()
    const { film, style } = await writeCardFilm(folder)
    const template = join(folder, 'templates/card')
    const type = join(template, 'type')
    await mkdir(type)
    const changes = [
      () => Promise.resolve(),
      () => writeFile(join(type, 'a.woff2'), 'a font'),
      () => writeFile(join(type, 'a.woff2'), 'another font'),
      () => rename(join(type, 'a.woff2'), join(type, 'b.woff2')),
      () => rename(join(type, 'b.woff2'), join(template, 'b.woff2')),
      // Between the same neighbours in the order of names.
      () => rename(style, join(template, 'page.cs')),
    ]
    const hashes = new Set<string>()
    for (const change of changes) {
      await change()
      hashes.add((await hashFilm(film)).hash)
    }
    expect(hashes.size).toBe(changes.length)
  })
})
