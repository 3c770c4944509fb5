import { FramefarmError, messageOf } from '../../shared/errors.ts'

/** A store that does not answer as it should. @param address of the file or the store */
export function storageUnavailable(address: string, cause: unknown, { retryable }: { readonly retryable: boolean }): FramefarmError {
  if (cause instanceof FramefarmError) return cause
  return new FramefarmError('STORAGE_UNAVAILABLE', `${address} could not be reached: ${messageOf(cause)}`, { cause, retryable })
}
