import { readFile } from 'node:fs/promises'
import { z } from 'zod'
import { FramefarmError, messageOf } from '../../../shared/errors.ts'
import { hashSecret, isSameHash } from './hash-secret.ts'

const secretId = z.string().regex(/^[a-z0-9][a-z0-9_-]{0,63}$/, 'is no id; allowed: up to 64 small letters, digits, hyphens and underscores')

/** What every entry has: who it is for, and the hash of the secret. */
export const secretFields = { id: secretId, name: z.string().max(200).default(''), sha256: z.string().regex(/^[0-9a-f]{64}$/) }

type Entry = { readonly id: string; readonly sha256: string }

/** A kind of JSON file that lists secrets by their hashes: `{"keys": [{"id", "sha256", ...}]}`. */
export type SecretsFile<E extends Entry> = {
  /** Names the file. */
  readonly variable: string
  readonly entry: z.ZodType<E>
  /** What new secrets begin with. */
  readonly prefix: string
}

/**
 * Reads such a file. Secrets are not in it, only their hashes.
 * @returns who has a secret, or null where nobody has
 * @throws TOOL_SETTING_WRONG where it cannot be read or has faults
 */
export async function readSecretsFile<E extends Entry>(path: string, file: SecretsFile<E>): Promise<(secret: string) => Omit<E, 'sha256'> | null> {
  const keys = parseEntries(path, file, await readText(path, file))
  const ids = new Set(keys.map(({ id }) => id))
  if (ids.size < keys.length) throw fileError(path, file, 'has the same id twice')
  return (secret) => {
    const hash = hashSecret(secret)
    // All are compared, so that the time does not tell which one it was.
    const found = keys.filter(({ sha256 }) => isSameHash(sha256, hash))
    if (!found[0]) return null
    const { sha256: _hash, ...facts } = found[0]
    return facts
  }
}

function parseEntries<E extends Entry>(path: string, file: SecretsFile<E>, text: string): readonly E[] {
  let json: unknown
  try {
    json = JSON.parse(text)
  } catch (cause) {
    throw fileError(path, file, `is not JSON: ${messageOf(cause)}`)
  }
  const result = z.strictObject({ keys: z.array(file.entry).min(1).max(10_000) }).safeParse(json)
  if (result.success) return result.data.keys
  throw fileError(path, file, z.prettifyError(result.error))
}

async function readText(path: string, file: Pick<SecretsFile<Entry>, 'variable'>): Promise<string> {
  try {
    return await readFile(path, 'utf8')
  } catch (cause) {
    throw fileError(path, file, `could not be read: ${messageOf(cause)}`)
  }
}

function fileError(path: string, { variable }: Pick<SecretsFile<Entry>, 'variable'>, reason: string): FramefarmError {
  return new FramefarmError('TOOL_SETTING_WRONG', `${variable} is ${path}, which ${reason}`, {
    hint: 'docs/configuration.md shows what the file says',
  })
}
