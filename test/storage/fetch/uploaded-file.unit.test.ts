import { createHash } from 'node:crypto'
import { mkdir, readdir, readFile, stat, utimes, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { fetchSource } from '../../../src/storage/fetch/fetch-source.ts'
import { openObjectStore } from '../../../src/storage/objects/open-object-store.ts'
import { strict } from '../../support/fetch-order.ts'
import { sourceOf } from '../../support/source-of.ts'
import { tempFolder } from '../../support/temp-folder.ts'
import { thrownBy } from '../../support/thrown-by.ts'

const photo = Buffer.from('a photograph')
const name = `sha256-${createHash('sha256').update(photo).digest('hex')}`

async function shared(content: Buffer) {
  const common = await tempFolder()
  await mkdir(join(common, 'assets'))
  await writeFile(join(common, 'assets', name), content)
  const assetFolder = join(await tempFolder(), 'assets')
  return { common, assetFolder, order: strict(await tempFolder(), { assetFolder, sharedAssets: openObjectStore(common) }) }
}

describe('fetchSource of asset', () => {
  it('fetches what was uploaded to another machine from the store that they share, and keeps it', async () => {
    const { assetFolder, order } = await shared(photo)
    await expect(fetchSource(sourceOf(`asset:${name}`), order)).resolves.toBe(join(assetFolder, name))
    await expect(readFile(join(assetFolder, name))).resolves.toEqual(photo)
    const alone = strict(await tempFolder(), { assetFolder })
    await expect(fetchSource(sourceOf(`asset:${name}`), alone)).resolves.toBe(join(assetFolder, name))
  })

  it('does not use what is not the content that its name says, and removes it', async () => {
    const { common, assetFolder, order } = await shared(Buffer.from('another photograph'))
    const error = await thrownBy(fetchSource(sourceOf(`asset:${name}`), order))
    expect(error).toMatchObject({ code: 'ASSET_UNAVAILABLE', message: `asset:${name} has not been uploaded` })
    expect(await readdir(assetFolder)).toEqual([])
    expect(await readdir(common)).toEqual([])
  })

  it('begins the lifetime of an asset anew where a film uses it', async () => {
    const { common, assetFolder, order } = await shared(photo)
    const old = new Date(Date.now() - 20 * 86_400_000)
    await utimes(join(common, 'assets', name), old, old)
    await fetchSource(sourceOf(`asset:${name}`), order)
    expect((await stat(join(common, 'assets', name))).mtimeMs).toBeGreaterThan(Date.now() - 60_000)
    await utimes(join(assetFolder, name), old, old)
    await fetchSource(sourceOf(`asset:${name}`), order)
    expect((await stat(join(assetFolder, name))).mtimeMs).toBeGreaterThan(Date.now() - 60_000)
  })
})
