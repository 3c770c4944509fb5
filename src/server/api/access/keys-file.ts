import { z } from 'zod'
import type { Keys } from './keys.ts'
import { readSecretsFile, secretFields } from './secrets-file.ts'

const limit = z.int().min(1).max(1_000_000).nullable().default(null)

const entry = z.strictObject({
  ...secretFields,
  requestsPerMinute: z.int().min(1).max(1_000_000).default(600),
  burst: z.int().min(1).max(100_000).default(100),
  maxActiveRenders: limit,
  maxRendersPerDay: limit,
  maxSlots: limit,
  destinations: z.array(z.string().min(1).max(2048)).max(100).default([]),
})

export const keysFile = { variable: 'FRAMEFARM_KEYS_FILE', prefix: 'ffk_', entry }

/** The API keys that a JSON file lists. @throws TOOL_SETTING_WRONG where it cannot be read or has faults */
export async function readKeysFile(path: string): Promise<Keys> {
  const { find, entries } = await readSecretsFile(path, keysFile)
  const maxSlots = new Map(entries.flatMap(({ id, maxSlots: most }) => (most === null ? [] : [[id, most]])))
  return { check: async (secret) => find(secret), maxSlots }
}
