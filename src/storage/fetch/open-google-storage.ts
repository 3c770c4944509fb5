import { EventEmitter } from 'node:events'
import type { Readable } from 'node:stream'
import type { Source } from '../../film/film.ts'
import { bucketAndObject } from './refusal.ts'

/** An object of Google Cloud Storage, read with the rights of this process. */
export async function openGoogleStorage({ text }: Source): Promise<Readable> {
  // Loaded only for a film that uses it: the client takes a third of a second to start.
  const { Storage } = await import('@google-cloud/storage')
  // Each download puts 11 listeners on a stream inside the client, and Node warns above 10 (googleapis/google-cloud-node#9185).
  EventEmitter.defaultMaxListeners = Math.max(EventEmitter.defaultMaxListeners, 16)
  const { bucket, object } = bucketAndObject(text)
  return new Storage().bucket(bucket).file(object).createReadStream()
}
