import { readFile } from 'node:fs/promises'
import { z } from 'zod'
import { FramefarmError, messageOf } from '../../../shared/errors.ts'
import { parseJson } from '../../../shared/parse-json.ts'
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

type Secrets<E extends Entry> = { readonly find: (secret: string) => Omit<E, 'sha256'> | null; readonly entries: readonly Omit<E, 'sha256'>[] }

type Entries<E> = {
  readonly entries: readonly E[]
  /** The same as they stand there, without what is filled in. */
  readonly written: readonly Entry[]
}

/**
 * Reads such a file. Secrets are not in it, only their hashes.
 * @returns who has a secret, or null where nobody has; and everybody who has one
 * @throws TOOL_SETTING_WRONG where it cannot be read or has faults
 */
export async function readSecretsFile<E extends Entry>(path: string, file: SecretsFile<E>): Promise<Secrets<E>> {
  const { entries } = await readSecretEntries(path, file)
  const find = (secret: string) => {
    const hash = hashSecret(secret)
    // All are compared, so that the time does not tell which one it was.
    const found = entries.filter(({ sha256 }) => isSameHash(sha256, hash))
    if (!found[0]) return null
    const { sha256: _hash, ...facts } = found[0]
    return facts
  }
  return { find, entries }
}

/** What such a file lists. @throws as readSecretsFile; the cause says so where there is no such file */
export async function readSecretEntries<E extends Entry>(path: string, file: SecretsFile<E>): Promise<Entries<E>> {
  const parsed = parseJson(await readText(path, file))
  if ('place' in parsed) throw fileError(path, file, `is not JSON at ${parsed.place}: ${parsed.message}`)
  const result = z.strictObject({ keys: z.array(file.entry).min(1).max(10_000) }).safeParse(parsed.value)
  if (!result.success) throw fileError(path, file, z.prettifyError(result.error))
  const entries = result.data.keys
  const ids = new Set(entries.map(({ id }) => id))
  if (ids.size < entries.length) throw fileError(path, file, 'has the same id twice')
  return { entries, written: (parsed.value as { readonly keys: readonly Entry[] }).keys }
}

async function readText(path: string, file: Pick<SecretsFile<Entry>, 'variable'>): Promise<string> {
  try {
    return await readFile(path, 'utf8')
  } catch (cause) {
    throw fileError(path, file, `could not be read: ${messageOf(cause)}`, cause)
  }
}

function fileError(path: string, { variable }: Pick<SecretsFile<Entry>, 'variable'>, reason: string, cause?: unknown): FramefarmError {
  return new FramefarmError('TOOL_SETTING_WRONG', `${variable} is ${path}, which ${reason}`, {
    hint: 'docs/configuration.md shows what the file says',
    cause,
  })
}
