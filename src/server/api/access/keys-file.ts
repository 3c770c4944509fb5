import { readFile } from 'node:fs/promises'
import { z } from 'zod'
import { FramefarmError, messageOf } from '../../../shared/errors.ts'
import { hashSecret, isSameHash } from './hash-secret.ts'
import type { KeyFacts, Keys } from './keys.ts'

const limit = z.int().min(1).max(1_000_000).nullable().default(null)

export const keyId = z.string().regex(/^[a-z0-9][a-z0-9_-]{0,63}$/)

const keyEntry = z.strictObject({
  id: keyId,
  name: z.string().max(200).default(''),
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
  requestsPerMinute: z.int().min(1).max(1_000_000).default(600),
  burst: z.int().min(1).max(100_000).default(100),
  maxActiveRenders: limit,
  maxRendersPerDay: limit,
  destinations: z.array(z.string().min(1).max(2048)).max(100).default([]),
})

const keysFile = z.strictObject({ keys: z.array(keyEntry).min(1).max(10_000) })

/**
 * The keys that a JSON file lists: `{"keys": [{"id", "sha256", ...}]}`. Secrets are not in it, only their hashes.
 * @throws TOOL_SETTING_WRONG where it cannot be read or has faults
 */
export async function readKeysFile(path: string): Promise<Keys> {
  const { keys } = parseKeys(path, await readText(path))
  const ids = new Set(keys.map(({ id }) => id))
  if (ids.size < keys.length) throw keysError(path, 'has the same id twice')
  return keysOf(keys)
}

function keysOf(entries: readonly (KeyFacts & { readonly sha256: string })[]): Keys {
  return {
    check: async (secret) => {
      const hash = hashSecret(secret)
      // All are compared, so that the time does not tell which one it was.
      const found = entries.filter(({ sha256 }) => isSameHash(sha256, hash))
      if (!found[0]) return null
      const { sha256: _hash, ...facts } = found[0]
      return facts
    },
  }
}

function parseKeys(path: string, text: string): z.output<typeof keysFile> {
  let json: unknown
  try {
    json = JSON.parse(text)
  } catch (cause) {
    throw keysError(path, `is not JSON: ${messageOf(cause)}`)
  }
  const result = keysFile.safeParse(json)
  if (result.success) return result.data
  throw keysError(path, z.prettifyError(result.error))
}

async function readText(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8')
  } catch (cause) {
    throw keysError(path, `could not be read: ${messageOf(cause)}`)
  }
}

function keysError(path: string, reason: string): FramefarmError {
  return new FramefarmError('TOOL_SETTING_WRONG', `FRAMEFARM_KEYS_FILE is ${path}, which ${reason}`, {
    hint: 'docs/configuration.md shows what the file says',
  })
}
