import type { Readable } from 'node:stream'
import type { Bucket, File, FileMetadata } from '@google-cloud/storage'
import { FramefarmError, messageOf } from '../../shared/errors.ts'
import { throwIfCancelled, unlessCancelled } from '../../shared/within.ts'
import { bucketAndPrefix, googleBucket, googleStatus, mayPass } from './google-client.ts'
import { downloadFile } from './google-download.ts'
import { preconditionFailed, uploadFile } from './google-upload.ts'
import { checkObjectName } from './object-name.ts'
import type { ByteRange, ObjectStore, PutOptions, StoredObject } from './object-store.ts'
import { storageUnavailable } from './storage-unavailable.ts'

/** A file that is replaced while we replace it: whoever comes last wins, after so many rounds nobody. */
const rounds = 4

const notFound = 404

/** Files in a bucket of Google Cloud Storage. @param address `gs://bucket` or `gs://bucket/folder/` */
export function googleStore(address: string): ObjectStore {
  const place = bucketAndPrefix(address)
  if (!place) throw new FramefarmError('TOOL_SETTING_WRONG', `${address} names no bucket; it must be gs://bucket or gs://bucket/folder/`)
  return new GoogleStore(address, place.bucketName, place.prefix)
}

class GoogleStore implements ObjectStore {
  readonly address: string
  readonly #bucketName: string
  readonly #prefix: string
  #bucket: Promise<Bucket> | null = null

  constructor(address: string, bucketName: string, prefix: string) {
    this.address = address
    this.#bucketName = bucketName
    this.#prefix = prefix
  }

  addressOf(name: string): string {
    checkObjectName(name)
    return `gs://${this.#bucketName}/${this.#prefix}${name}`
  }

  async stat(name: string, signal: AbortSignal): Promise<StoredObject | null> {
    const metadata = await this.#metadataOf(name, signal)
    return metadata && storedObject(name, metadata)
  }

  async fetch(name: string, toPath: string, signal: AbortSignal): Promise<boolean> {
    const open = () => this.read(name, signal)
    try {
      return await downloadFile(open, toPath, signal)
    } catch (cause) {
      throwIfCancelled(signal)
      throw this.#unavailable(name, cause)
    }
  }

  async put(name: string, path: string, options: PutOptions): Promise<'created' | 'exists'> {
    const { replace = false, signal } = options
    try {
      // Without a look first: who may only create objects may not look at them.
      let generation = 0
      for (let round = 1; round <= rounds; round++) {
        if (await uploadFile(await this.#file(name, signal), path, { ...options, generation })) return 'created'
        if (!replace) return 'exists'
        generation = Number((await this.#metadataOf(name, signal))?.generation ?? 0)
      }
      throw new Error('others replace it all the time')
    } catch (cause) {
      throwIfCancelled(signal)
      if (cause instanceof FramefarmError) throw cause
      const message = `${this.addressOf(name)} could not be written: ${messageOf(cause)}`
      throw new FramefarmError('OUTPUT_UNWRITABLE', message, { cause, retryable: mayPass(cause) })
    }
  }

  async read(name: string, signal: AbortSignal, range?: ByteRange): Promise<Readable | null> {
    const file = await this.#file(name, signal)
    throwIfCancelled(signal)
    const stream = range ? file.createReadStream(range) : file.createReadStream({ validation: 'crc32c' })
    const begun = Promise.withResolvers<boolean>()
    stream.once('error', (error: unknown) => (googleStatus(error) === notFound ? begun.resolve(false) : begun.reject(this.#unavailable(name, error))))
    // Of what is no success the error follows.
    stream.once('response', ({ statusCode }: { readonly statusCode: number }) => statusCode < 300 && begun.resolve(true))
    // Before its response the library takes a stream for whole, and fails where nobody hears it.
    const stop = () =>
      void begun.promise.then(
        () => stream.destroy(),
        () => undefined,
      )
    signal.addEventListener('abort', stop, { once: true })
    stream.once('close', () => signal.removeEventListener('abort', stop))
    // The request begins when somebody reads.
    stream.read(0)
    if (await unlessCancelled(begun.promise, signal)) return stream
    return null
  }

  async *list(prefix: string, signal: AbortSignal): AsyncGenerator<StoredObject> {
    const bucket = await this.#open()
    let pageToken: string | undefined
    do {
      const query = { prefix: this.#prefix + prefix, autoPaginate: false, ...(pageToken === undefined ? {} : { pageToken }) }
      const [files, next] = await this.#asked('', bucket.getFiles(query), signal)
      for (const { name, metadata } of files) yield storedObject(name.slice(this.#prefix.length), metadata)
      pageToken = (next as { readonly pageToken?: string } | null)?.pageToken
    } while (pageToken !== undefined)
  }

  async touch(name: string, signal: AbortSignal): Promise<void> {
    const metadata = await this.#metadataOf(name, signal)
    if (!metadata) return
    const file = await this.#file(name, signal)
    const precondition = { ifMetagenerationMatch: Number(metadata.metageneration) }
    try {
      await this.#asked(name, file.setMetadata({ customTime: new Date().toISOString() }, precondition), signal)
    } catch (error) {
      // Gone, or touched by somebody else, perhaps with a clock that is ahead of ours.
      if (![400, notFound, preconditionFailed].includes(googleStatus(causeOf(error)) ?? 0)) throw error
    }
  }

  async remove(name: string, signal: AbortSignal): Promise<void> {
    const metadata = await this.#metadataOf(name, signal)
    if (!metadata) return
    const file = await this.#file(name, signal)
    try {
      await this.#asked(name, file.delete({ ifGenerationMatch: Number(metadata.generation) }), signal)
    } catch (error) {
      // Removed or replaced by somebody else.
      if (![notFound, preconditionFailed].includes(googleStatus(causeOf(error)) ?? 0)) throw error
    }
  }

  async signedUrl(name: string, seconds: number): Promise<string> {
    const file = await this.#file(name, new AbortController().signal)
    try {
      const [url] = await file.getSignedUrl({ version: 'v4', action: 'read', expires: Date.now() + seconds * 1000 })
      return url
    } catch (cause) {
      const hint = 'Signing takes the key of a service account (GOOGLE_APPLICATION_CREDENTIALS), or the permission iam.serviceAccounts.signBlob.'
      throw new FramefarmError('STORAGE_UNAVAILABLE', `no address of ${this.addressOf(name)} could be signed: ${messageOf(cause)}`, {
        ...{ cause, hint, retryable: false },
      })
    }
  }

  async #metadataOf(name: string, signal: AbortSignal): Promise<FileMetadata | null> {
    const file = await this.#file(name, signal)
    try {
      const [metadata] = await this.#asked(name, file.getMetadata(), signal)
      return metadata
    } catch (error) {
      if (googleStatus(causeOf(error)) === notFound) return null
      throw error
    }
  }

  async #asked<T>(name: string, answer: Promise<T>, signal: AbortSignal): Promise<T> {
    try {
      return await unlessCancelled(answer, signal)
    } catch (cause) {
      throw this.#unavailable(name, cause)
    }
  }

  async #file(name: string, signal: AbortSignal): Promise<File> {
    checkObjectName(name)
    throwIfCancelled(signal)
    return (await this.#open()).file(this.#prefix + name)
  }

  #open(): Promise<Bucket> {
    this.#bucket ??= googleBucket(this.#bucketName)
    return this.#bucket
  }

  #unavailable(name: string, cause: unknown): FramefarmError {
    return storageUnavailable(`gs://${this.#bucketName}/${this.#prefix}${name}`, cause, { retryable: mayPass(cause) })
  }
}

function storedObject(name: string, { size, crc32c, customTime, timeCreated, updated }: FileMetadata): StoredObject {
  return { name, bytes: Number(size), crc32c: crc32c ?? null, usedAt: new Date(customTime ?? updated ?? timeCreated ?? 0) }
}

function causeOf(error: unknown): unknown {
  return error instanceof Error ? error.cause : error
}
