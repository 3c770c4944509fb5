import { FramefarmError } from '../../src/shared/errors.ts'

/** The error of ours that some work ends in. Another error, or none, fails the test. */
export async function thrownBy(work: Promise<unknown>): Promise<FramefarmError> {
  try {
    await work
  } catch (error) {
    if (error instanceof FramefarmError) return error
    throw error
  }
  throw new Error('the work ended well')
}
