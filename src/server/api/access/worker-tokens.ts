import { z } from 'zod'
import { containersAccount, localAccount } from '../../../coordinator/open-coordinator.ts'
import { hashSecret, isSameHash, newSecret } from './hash-secret.ts'
import { readSecretsFile, secretFields } from './secrets-file.ts'

const entry = z.strictObject({
  ...secretFields,
  id: secretFields.id.refine((id) => id !== localAccount && id !== containersAccount, 'is an account of the server itself'),
})

export const workerTokensFile = { variable: 'FRAMEFARM_WORKER_TOKENS_FILE', prefix: 'ffw_', entry }

/** @returns the account of the workers that have this token; null: it is not known */
export type WorkerTokens = (token: string) => string | null

/**
 * The tokens of a file, and one made now, for the server's own worker.
 * @param path null where there is no file: no other worker is let in
 * @throws TOOL_SETTING_WRONG where it cannot be read or has faults
 */
export async function openWorkerTokens(
  path: string | null,
  ownAccount: string,
): Promise<{ readonly tokens: WorkerTokens; readonly ownToken: string }> {
  const others = path === null ? null : await readSecretsFile(path, workerTokensFile)
  const ownToken = newSecret(workerTokensFile.prefix)
  const ownHash = hashSecret(ownToken)
  return { ownToken, tokens: (token) => (isSameHash(hashSecret(token), ownHash) ? ownAccount : (others?.find(token)?.id ?? null)) }
}
