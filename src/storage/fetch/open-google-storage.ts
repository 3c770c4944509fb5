import type { Readable } from 'node:stream'
import type { Source } from '../../film/film.ts'
import { googleBucket } from '../objects/google-client.ts'
import { bucketAndObject } from './refusal.ts'

/** An object of Google Cloud Storage, read with the rights of this process. */
export async function openGoogleStorage({ text }: Source): Promise<Readable> {
  const { bucket, object } = bucketAndObject(text)
  return (await googleBucket(bucket)).file(object).createReadStream()
}
