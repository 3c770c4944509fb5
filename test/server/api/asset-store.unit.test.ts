import { createReadStream } from 'node:fs'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, it, vi } from 'vitest'
import { AssetStore } from '../../../src/server/api/assets/asset-store.ts'
import { tempFolder } from '../../support/temp-folder.ts'

const photo = join(import.meta.dirname, '../../../samples/photos/brook.jpg')

it('looks for a file of a film once a minute: a film may name hundreds, and fifty films may come a second', async () => {
  const folder = await tempFolder()
  const { asset } = await new AssetStore(folder, null).receive(createReadStream(photo), { owner: 'ann', mediaType: undefined }, 1e9)
  const store = new AssetStore(folder, null)
  expect(await store.has(asset.id, 'ann')).toBe(true)
  expect(await store.has(asset.id, 'bob')).toBe(false)

  await rm(join(folder, `sha256-${asset.sha256}`))
  expect(await store.has(asset.id, 'ann')).toBe(true)
  expect(await store.find(asset.id, 'ann')).toBeNull()
  const now = performance.now()
  const clock = vi.spyOn(performance, 'now').mockReturnValue(now + 60_001)
  expect(await store.has(asset.id, 'ann')).toBe(false)
  clock.mockRestore()
})
