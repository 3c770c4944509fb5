import { randomBytes } from 'node:crypto'
import { mkdir, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Readable } from 'node:stream'
import { z } from 'zod'
import type { Asset } from '../../../api/asset.ts'
import { asset } from '../../../api/asset.ts'
import type { Owner } from '../../../api/render-farm.ts'
import { FramefarmError, isMissingFile } from '../../../shared/errors.ts'
import { hashOfFile } from '../../../shared/hash.ts'
import { RetryLaterError } from '../request-errors.ts'
import type { AssetStore } from './asset-store.ts'
import { receiveFile } from './receive-file.ts'

const facts = z.object({
  owner: z.string().nullable(),
  /** Of the whole file. */
  bytes: z.int(),
  mediaType: z.string().optional(),
  expiresAt: z.iso.datetime(),
  asset: asset.nullable(),
})

/** A file that is being sent in parts. `offset` is how much of it is here. */
export type Upload = z.output<typeof facts> & { readonly id: string; readonly offset: number }

const keptMs = 24 * 3600 * 1000
const retrySeconds = 60

/** Unfinished uploads: each has a folder with its facts and what has come of it. */
export class UploadStore {
  readonly #folder: string
  readonly #assets: AssetStore
  readonly #mostOfOwner: number
  readonly #receiving = new Set<string>()

  constructor(folder: string, assets: AssetStore, mostOfOwner: number) {
    this.#folder = folder
    this.#assets = assets
    this.#mostOfOwner = mostOfOwner
  }

  /** @throws LIMIT_REACHED */
  async begin(owner: Owner, { bytes, mediaType }: { readonly bytes: number; readonly mediaType: string | undefined }): Promise<Upload> {
    const kept = await this.#prune()
    if (kept.filter((upload) => upload.owner === owner && upload.asset === null).length >= this.#mostOfOwner) {
      throw new RetryLaterError('LIMIT_REACHED', `there are ${this.#mostOfOwner} unfinished uploads`, retrySeconds)
    }
    const id = randomBytes(16).toString('hex')
    const expiresAt = new Date(Date.now() + keptMs).toISOString()
    await mkdir(join(this.#folder, id), { recursive: true })
    await writeFile(this.#dataOf(id), '')
    await this.#write(id, { owner, bytes, expiresAt, asset: null, ...(mediaType === undefined ? {} : { mediaType }) })
    return { id, offset: 0, owner, bytes, expiresAt, asset: null }
  }

  /** null where the owner has none with this id. @param id 32 hexadecimal digits */
  async find(id: string, owner: Owner): Promise<Upload | null> {
    const upload = await this.#read(id)
    return upload?.owner === owner ? upload : null
  }

  /**
   * Takes the part that begins at `offset`. What has come of it is kept, also where the client goes away in the middle of it.
   * @returns how much is here now, and the asset when that is all of it
   * @throws UPLOAD_OFFSET_WRONG, REQUEST_TOO_LARGE, MEDIA_TYPE_WRONG and ASSET_INVALID of a finished file
   */
  async append(upload: Upload, offset: number, body: Readable): Promise<{ readonly offset: number; readonly asset: Asset | null }> {
    const { id, bytes } = upload
    if (this.#receiving.has(id)) throw new FramefarmError('UPLOAD_OFFSET_WRONG', 'another part of this upload is being received')
    this.#receiving.add(id)
    try {
      const here = (await this.#read(id))?.offset ?? 0
      if (offset !== here) throw new FramefarmError('UPLOAD_OFFSET_WRONG', `the part begins at ${offset}; the upload has ${here} bytes`)
      if (upload.asset) return { offset, asset: upload.asset }
      await receiveFile(body, { path: this.#dataOf(id), maxBytes: bytes - here, flags: 'a' })
      const { size } = await stat(this.#dataOf(id))
      return { offset: size, asset: size === bytes ? await this.#finish(upload) : null }
    } finally {
      this.#receiving.delete(id)
    }
  }

  async remove(id: string): Promise<void> {
    await rm(join(this.#folder, id), { recursive: true, force: true })
  }

  async #finish({ id, offset: _offset, ...upload }: Upload): Promise<Asset> {
    const path = this.#dataOf(id)
    try {
      const received = { sha256: await hashOfFile(path), bytes: upload.bytes }
      const taken = await this.#assets.take(path, received, { owner: upload.owner, mediaType: upload.mediaType })
      await this.#write(id, { ...upload, asset: taken.asset })
      return taken.asset
    } catch (error) {
      await this.remove(id)
      throw error
    }
  }

  /** Removes what nobody has finished in time. @returns what is left */
  async #prune(): Promise<readonly Upload[]> {
    const ids = await readdir(this.#folder).catch(() => [])
    const uploads = (await Promise.all(ids.map((id) => this.#read(id)))).filter((upload) => upload !== null)
    const isOld = ({ expiresAt }: Upload) => Date.parse(expiresAt) < Date.now()
    await Promise.all(uploads.filter(isOld).map(({ id }) => this.remove(id)))
    return uploads.filter((upload) => !isOld(upload))
  }

  async #read(id: string): Promise<Upload | null> {
    try {
      const upload = facts.parse(JSON.parse(await readFile(join(this.#folder, id, 'upload.json'), 'utf8')))
      return { ...upload, id, offset: upload.asset ? upload.bytes : (await stat(this.#dataOf(id))).size }
    } catch (error) {
      // Being made or removed just now.
      if (isMissingFile(error) || error instanceof SyntaxError) return null
      throw error
    }
  }

  async #write(id: string, upload: z.output<typeof facts>): Promise<void> {
    await writeFile(join(this.#folder, id, 'upload.json'), JSON.stringify(upload), { flush: true })
  }

  #dataOf(id: string): string {
    return join(this.#folder, id, 'data')
  }
}
