import type { Request, Response } from 'express'
import { FramefarmError } from '../../../shared/errors.ts'
import { RetryLaterError } from '../request-errors.ts'
import type { KeyFacts, Keys } from './keys.ts'
import type { TokenBuckets } from './token-bucket.ts'

/** Longer ones are no keys, and need not be hashed to see it. */
const longestSecret = 200

/**
 * The key of a request.
 * @throws KEY_WRONG, RATE_LIMITED
 */
export async function authenticate(keys: Keys, buckets: TokenBuckets, { request, response }: { request: Request; response: Response }) {
  const key = await keyOf(request.headers.authorization, keys)
  const limit = { perMinute: key.requestsPerMinute, burst: key.burst }
  const { left, waitSeconds } = buckets.take(key.id, limit)
  response.set({ 'RateLimit-Policy': `"key";q=${key.burst};w=${Math.ceil((60 * key.burst) / key.requestsPerMinute)}`, RateLimit: `"key";r=${left}` })
  if (waitSeconds > 0) throw new RetryLaterError('RATE_LIMITED', `the key may send ${key.requestsPerMinute} requests a minute`, waitSeconds)
  return key
}

async function keyOf(authorization: string | undefined, keys: Keys): Promise<KeyFacts> {
  const [, secret] = /^Bearer +([A-Za-z0-9._~+/=-]+) *$/i.exec(authorization ?? '') ?? []
  if (authorization === undefined) throw new FramefarmError('KEY_WRONG', 'the request has no API key')
  const key = secret === undefined || secret.length > longestSecret ? null : await keys.check(secret)
  if (key === null) throw new FramefarmError('KEY_WRONG', 'the API key is not known')
  return key
}
