import { EventEmitter } from 'node:events'
import type { Bucket } from '@google-cloud/storage'

/** A bucket, with the rights that the environment of this process gives. */
export async function googleBucket(name: string): Promise<Bucket> {
  // Loaded only where it is used: the client takes a third of a second to start.
  const { IdempotencyStrategy, Storage } = await import('@google-cloud/storage')
  // Each transfer puts 11 listeners on a stream inside the client, and Node warns above 10 (googleapis/google-cloud-node#9185).
  EventEmitter.defaultMaxListeners = Math.max(EventEmitter.defaultMaxListeners, 16)
  // What is asked twice must come to the same as what is asked once: writes say which generation they are for.
  return new Storage({ retryOptions: { idempotencyStrategy: IdempotencyStrategy.RetryConditional, maxRetries: 5 } }).bucket(name)
}

/** The HTTP status in what the client throws, which is an error only now and then; null where there is none. */
export function googleStatus(cause: unknown): number | null {
  if (typeof cause !== 'object' || cause === null) return null
  const said = 'code' in cause ? Number(cause.code) : Number.NaN
  return said >= 100 && said <= 599 ? said : null
}

/** Whether it may go well later: not where the bucket is missing or closed to us. */
export function mayPass(cause: unknown): boolean {
  const status = googleStatus(cause)
  return status === null || status < 400 || status >= 500 || status === 408 || status === 429
}

/** `gs://bucket/folder/` -> its bucket, and a prefix that is empty or ends with a slash. null where it is no such address. */
export function bucketAndPrefix(address: string): { readonly bucketName: string; readonly prefix: string } | null {
  const [, bucketName, folder = ''] = /^gs:\/\/([^/]+)(?:\/(.*))?$/s.exec(address) ?? []
  if (bucketName === undefined) return null
  return { bucketName, prefix: folder === '' || folder.endsWith('/') ? folder : `${folder}/` }
}
