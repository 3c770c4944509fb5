import { RetryLaterError } from '../request-errors.ts'
import type { Call } from '../route.ts'

const dayMs = 24 * 3600 * 1000
const retrySeconds = { active: 5, day: 600 }

/**
 * Whether the key may have one render more.
 * @throws LIMIT_REACHED
 */
export async function checkQuota({ parts: { farm }, key, owner }: Pick<Call, 'parts' | 'key' | 'owner'>): Promise<void> {
  if (key === null || (key.maxActiveRenders === null && key.maxRendersPerDay === null)) return
  const { active, created } = await farm.usage(owner, new Date(Date.now() - dayMs))
  if (key.maxActiveRenders !== null && active >= key.maxActiveRenders)
    throw new RetryLaterError('LIMIT_REACHED', `the key may have ${key.maxActiveRenders} renders that are not over`, retrySeconds.active)
  if (key.maxRendersPerDay !== null && created >= key.maxRendersPerDay)
    throw new RetryLaterError('LIMIT_REACHED', `the key may have ${key.maxRendersPerDay} renders in 24 hours`, retrySeconds.day)
}
