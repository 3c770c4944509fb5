import pLimit, { type LimitFunction } from 'p-limit'
import { FramefarmError } from '../shared/errors.ts'
import type { EncoderProfile } from './encoder-profiles.ts'

const variable = 'FRAMEFARM_NVENC_SESSIONS'

/** Two for each of the two engines of an L4: one alone leaves its engine idle while frames are drawn. GeForce drivers allow 8 in all. */
const usualSessions = 4

/** @throws TOOL_SETTING_WRONG */
export function gpuSessionsFromEnvironment(environment: NodeJS.ProcessEnv = process.env): number {
  const text = environment[variable]
  if (text === undefined) return usualSessions
  const count = Number(text)
  if (Number.isInteger(count) && count >= 1 && count <= 64) return count
  throw new FramefarmError('TOOL_SETTING_WRONG', `${variable} is ${JSON.stringify(text)}; allowed: a whole number from 1 to 64`)
}

/** Of this process: all its films share the card. */
let sessions: LimitFunction | undefined

/**
 * Does an encode when the card has a session free; on the processor at once.
 * @throws what the work throws, TOOL_SETTING_WRONG
 */
export async function inGpuSession<T>({ device }: Pick<EncoderProfile, 'device'>, work: () => Promise<T>): Promise<T> {
  if (device === 'cpu') return work()
  sessions ??= pLimit(gpuSessionsFromEnvironment())
  return sessions(work)
}
