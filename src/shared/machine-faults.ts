import type { ErrorCode } from './error-codes.ts'

/**
 * What is wrong with a machine and not with the work that it has: its disk, its programs, its settings. The same work may go well elsewhere.
 * What may be either (a path that cannot be written, a store that does not answer) is not in it.
 */
const codes: ReadonlySet<string> = new Set<ErrorCode>(['CHROMIUM_START_FAILED', 'DISK_FULL', 'GPU_UNAVAILABLE', 'TOOL_MISSING', 'TOOL_SETTING_WRONG'])

/** Whether another machine may do what has failed with this code on one. */
export function isOfMachine(code: string): boolean {
  return codes.has(code)
}
