import { access, readFile, rename, writeFile } from 'node:fs/promises'
import { FramefarmError } from '../../../shared/errors.ts'
import { hashSecret, newSecret } from './hash-secret.ts'
import { keyId, readKeysFile } from './keys-file.ts'

/**
 * Adds a key to a file of keys, without any limits; makes the file where there is none.
 * @returns the key's secret, which is kept nowhere
 * @throws USAGE for an id that is none, or is there already; TOOL_SETTING_WRONG where the file cannot be read
 */
export async function addKey(path: string, id: string): Promise<string> {
  if (!keyId.safeParse(id).success)
    throw new FramefarmError('USAGE', `${id} is no id; allowed: up to 64 small letters, digits, hyphens and underscores`)
  const keys = await keysIn(path)
  if (keys.some((key) => key.id === id))
    throw new FramefarmError('USAGE', `${path} has a key ${id} already`, { hint: 'remove it there, or take another id' })
  const secret = newSecret()
  const unfinished = `${path}.${process.pid}`
  await writeFile(unfinished, `${JSON.stringify({ keys: [...keys, { id, sha256: hashSecret(secret) }] }, null, 2)}\n`, { mode: 0o600 })
  await rename(unfinished, path)
  return secret
}

async function keysIn(path: string): Promise<readonly { readonly id: string }[]> {
  try {
    await access(path)
  } catch {
    return []
  }
  await readKeysFile(path)
  return (JSON.parse(await readFile(path, 'utf8')) as { readonly keys: readonly { readonly id: string }[] }).keys
}
