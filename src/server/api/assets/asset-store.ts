import { randomUUID } from 'node:crypto'
import { mkdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Readable } from 'node:stream'
import type { Asset } from '../../../api/asset.ts'
import type { Owner } from '../../../api/render-farm.ts'
import { isMissingFile } from '../../../shared/errors.ts'
import { hashOf } from '../../../shared/hash.ts'
import { storageError } from '../../../storage/storage-error.ts'
import { mediaTypeOfFile } from './media-type-of-file.ts'
import { receiveFile, type Received } from './receive-file.ts'

export type StoredAsset = { readonly asset: Asset; readonly path: string }
type Sender = { readonly owner: Owner; readonly mediaType: string | undefined }

/**
 * Files that were sent to the server, by their content: `sha256-HEX` in the folder. Who has sent a file, and so may use it, is kept beside them:
 * nobody learns by its hash whether another has it.
 */
export class AssetStore {
  readonly #folder: string

  constructor(folder: string) {
    this.#folder = folder
  }

  /** Takes a body. @throws REQUEST_TOO_LARGE, MEDIA_TYPE_WRONG, ASSET_INVALID, DISK_FULL */
  async receive(body: Readable, sender: Sender, maxBytes: number): Promise<{ readonly asset: Asset; readonly isNew: boolean }> {
    const incoming = join(this.#folder, 'incoming')
    const path = join(incoming, randomUUID())
    try {
      await mkdir(incoming, { recursive: true })
      return await this.take(path, await receiveFile(body, { path, maxBytes, flags: 'wx' }), sender)
    } catch (error) {
      if (isSystemError(error)) throw storageError('the file could not be stored', error)
      throw error
    } finally {
      await rm(path, { force: true })
    }
  }

  /** Moves a finished file into the store. @throws MEDIA_TYPE_WRONG, ASSET_INVALID */
  async take(file: string, { sha256, bytes }: Received, { owner, mediaType }: Sender): Promise<{ readonly asset: Asset; readonly isNew: boolean }> {
    const asset: Asset = { id: `asset:sha256-${sha256}`, bytes, sha256, mediaType: await mediaTypeOfFile(file, mediaType) }
    const isNew = (await this.find(asset.id, owner)) === null
    await rename(file, this.#pathOf(sha256))
    const ofOwner = this.#ownerFolder(owner)
    await mkdir(ofOwner, { recursive: true })
    const facts = join(ofOwner, `sha256-${sha256}.json`)
    const unfinished = `${facts}.${randomUUID()}`
    await writeFile(unfinished, JSON.stringify(asset), { flush: true })
    await rename(unfinished, facts)
    return { asset, isNew }
  }

  /** null where the owner has sent no such file. @param id as in `assetId`: already checked */
  async find(id: string, owner: Owner): Promise<StoredAsset | null> {
    const sha256 = id.slice('asset:sha256-'.length)
    try {
      const asset = JSON.parse(await readFile(join(this.#ownerFolder(owner), `sha256-${sha256}.json`), 'utf8')) as Asset
      const path = this.#pathOf(sha256)
      return (await stat(path)).size === asset.bytes ? { asset, path } : null
    } catch (error) {
      if (isMissingFile(error)) return null
      throw error
    }
  }

  #pathOf(sha256: string): string {
    return join(this.#folder, `sha256-${sha256}`)
  }

  /** Whatever an owner is called, it makes a name for a folder. */
  #ownerFolder(owner: Owner): string {
    return join(this.#folder, 'owners', hashOf(owner).slice(0, 32))
  }
}

function isSystemError(error: unknown): boolean {
  return error instanceof Error && 'syscall' in error && 'path' in error
}
