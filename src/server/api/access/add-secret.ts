import { rename, writeFile } from 'node:fs/promises'
import { FramefarmError, isMissingFile } from '../../../shared/errors.ts'
import { hashSecret, newSecret } from './hash-secret.ts'
import { readSecretEntries, secretFields, type SecretsFile } from './secrets-file.ts'

type Listed = { readonly id: string; readonly sha256: string }

/**
 * Adds a secret to a file of them, with nothing but its id; makes the file where there is none.
 * @returns the secret, which is kept nowhere
 * @throws USAGE for an id that is none, or is there already; TOOL_SETTING_WRONG where the file cannot be read
 */
export async function addSecret<E extends Listed>(path: string, id: string, file: SecretsFile<E>): Promise<string> {
  if (!secretFields.id.safeParse(id).success)
    throw new FramefarmError('USAGE', `${id} is no id; allowed: up to 64 small letters, digits, hyphens and underscores`)
  const keys = await keysIn(path, file)
  if (keys.some((key) => key.id === id))
    throw new FramefarmError('USAGE', `${path} has ${id} already`, { hint: 'remove it there, or take another id' })
  const secret = newSecret(file.prefix)
  const unfinished = `${path}.${process.pid}`
  await writeFile(unfinished, `${JSON.stringify({ keys: [...keys, { id, sha256: hashSecret(secret) }] }, null, 2)}\n`, { mode: 0o600 })
  await rename(unfinished, path)
  return secret
}

async function keysIn<E extends Listed>(path: string, file: SecretsFile<E>): Promise<readonly Listed[]> {
  try {
    return (await readSecretEntries(path, file)).written
  } catch (error) {
    if (isMissingFile(error)) return []
    throw error
  }
}
