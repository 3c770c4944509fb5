import { FramefarmError, hasSystemCode, messageOf } from '../shared/errors.ts'

/** A failure to write, told apart by what the user has to do: free space, or mend the path. */
export function storageError(what: string, cause: unknown): FramefarmError {
  if (cause instanceof FramefarmError) return cause
  const code = hasSystemCode(cause, 'ENOSPC') ? 'DISK_FULL' : 'OUTPUT_UNWRITABLE'
  return new FramefarmError(code, `${what}: ${messageOf(cause)}`, { cause })
}

/** Whether what failed was writing a file here, and not whoever the bytes came from. */
export function isOfDisk(cause: unknown): boolean {
  return ['ENOSPC', 'EDQUOT', 'EACCES', 'ENOENT', 'ENOTDIR', 'EROFS'].some((code) => hasSystemCode(cause, code))
}
