import { randomUUID } from 'node:crypto'
import { mkdir, readFile, rename, rm, stat, utimes, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Readable } from 'node:stream'
import pLimit from 'p-limit'
import type { Asset } from '../../../api/asset.ts'
import type { Owner } from '../../../api/render-farm.ts'
import { isMissingFile } from '../../../shared/errors.ts'
import { hashOf } from '../../../shared/hash.ts'
import type { ObjectStore } from '../../../storage/objects/object-store.ts'
import { touchDaily } from '../../../storage/objects/touch-daily.ts'
import { storageError } from '../../../storage/storage-error.ts'
import { mediaTypeOfFile } from './media-type-of-file.ts'
import { receiveFile, type Received } from './receive-file.ts'

type Sender = { readonly owner: Owner; readonly mediaType: string | undefined }

const never = new AbortController().signal
/** A film may name a thousand. */
const side = 8
/** What was found, and so counts as used, is not looked for again for so long. Nothing is removed so soon after its last use. */
const rememberedMs = 60_000
const mostRemembered = 10_000

/**
 * Files that were sent to the server, by their content: `sha256-HEX` in the folder. Who has sent a file, and so may use it, is kept beside them:
 * nobody learns by its hash whether another has it. Where machines share a store, both lie there as well, below `assets/`.
 */
export class AssetStore {
  readonly #folder: string
  readonly #shared: ObjectStore | null
  readonly #limit = pLimit(side)
  readonly #foundUntilMs = new Map<string, number>()

  constructor(folder: string, shared: ObjectStore | null) {
    this.#folder = folder
    this.#shared = shared
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
    const names = namesOf(sha256, owner)
    const facts = join(this.#folder, names.facts)
    await rename(file, join(this.#folder, names.file))
    await mkdir(join(facts, '..'), { recursive: true })
    const unfinished = `${facts}.${randomUUID()}`
    await writeFile(unfinished, JSON.stringify(asset), { flush: true })
    await rename(unfinished, facts)
    // The file before the facts: who finds these finds it.
    await this.#shared?.put(`assets/${names.file}`, join(this.#folder, names.file), { mediaType: asset.mediaType, signal: never })
    await this.#shared?.put(`assets/${names.facts}`, facts, { mediaType: 'application/json', replace: true, signal: never })
    return { asset, isNew }
  }

  /** null where the owner has sent no such file. To ask for one is to use it. @param id as in `assetId`: already checked */
  async find(id: string, owner: Owner): Promise<Asset | null> {
    const names = namesOf(id.slice('asset:sha256-'.length), owner)
    return this.#limit(async () => (await this.#findHere(names)) ?? (await this.#findShared(names)))
  }

  /** Whether the owner has sent such a file, for films: what was there a minute ago is not looked for again. */
  async has(id: string, owner: Owner): Promise<boolean> {
    const name = JSON.stringify([id, owner])
    if (performance.now() < (this.#foundUntilMs.get(name) ?? 0)) return true
    if (!(await this.find(id, owner))) return false
    this.#foundUntilMs.delete(name)
    this.#foundUntilMs.set(name, performance.now() + rememberedMs)
    const [oldest] = this.#foundUntilMs.keys()
    if (this.#foundUntilMs.size > mostRemembered && oldest !== undefined) this.#foundUntilMs.delete(oldest)
    return true
  }

  async #findHere({ file, facts }: Names): Promise<Asset | null> {
    const paths = [join(this.#folder, file), join(this.#folder, facts)] as const
    try {
      const asset = JSON.parse(await readFile(paths[1], 'utf8')) as Asset
      if ((await stat(paths[0])).size !== asset.bytes) return null
      const now = new Date()
      for (const path of paths) await utimes(path, now, now)
      return asset
    } catch (error) {
      if (isMissingFile(error)) return null
      throw error
    }
  }

  /** It is fetched by whoever renders with it. */
  async #findShared({ file, facts }: Names): Promise<Asset | null> {
    const body = await this.#shared?.read(`assets/${facts}`, never)
    if (!this.#shared || !body) return null
    const asset = JSON.parse(Buffer.concat(await body.toArray()).toString()) as Asset
    const isThere = (await touchDaily(this.#shared, [`assets/${file}`, `assets/${facts}`], never))?.bytes === asset.bytes
    return isThere ? asset : null
  }
}

type Names = { readonly file: string; readonly facts: string }

/** Whatever an owner is called, it makes a name for a folder. */
function namesOf(sha256: string, owner: Owner): Names {
  return { file: `sha256-${sha256}`, facts: `owners/${hashOf(owner).slice(0, 32)}/sha256-${sha256}.json` }
}

function isSystemError(error: unknown): boolean {
  return error instanceof Error && 'syscall' in error && 'path' in error
}
