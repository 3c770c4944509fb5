import type { Request, Response } from 'express'
import { FramefarmError } from '../../../shared/errors.ts'
import { RetryLaterError } from '../request-errors.ts'
import type { KeyFacts, Keys } from './keys.ts'
import type { TokenBuckets } from './token-bucket.ts'
import type { WorkerTokens } from './worker-tokens.ts'

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
  if (authorization === undefined) throw new FramefarmError('KEY_WRONG', 'the request has no API key')
  const secret = secretIn(authorization)
  const key = secret === null ? null : await keys.check(secret)
  if (key === null) throw new FramefarmError('KEY_WRONG', 'the API key is not known')
  return key
}

/**
 * The account of the worker that sends a request.
 * @throws KEY_WRONG
 */
export function authenticateWorker(tokens: WorkerTokens, { headers }: Request): string {
  const token = secretIn(headers.authorization ?? '')
  const account = token === null ? null : tokens(token)
  if (account !== null) return account
  throw new FramefarmError('KEY_WRONG', 'the worker token is not known here', {
    hint: 'Make one with `framefarm worker-token new`, and start the server with FRAMEFARM_WORKER_TOKENS_FILE.',
  })
}

function secretIn(authorization: string): string | null {
  const [, secret] = /^Bearer +([A-Za-z0-9._~+/=-]+) *$/i.exec(authorization) ?? []
  return secret === undefined || secret.length > longestSecret ? null : secret
}
