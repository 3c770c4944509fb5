import { FilmInvalidError } from '../film/fault.ts'
import { FramefarmError, messageOf } from '../shared/errors.ts'
import type { FaultyState } from './preview-state.ts'

/** What the page is told of a film that cannot be rendered, whatever the reason is. */
export function stateOfError(filmName: string, error: unknown): FaultyState {
  const faults = error instanceof FilmInvalidError ? error.faults : []
  const count = faults.length === 1 ? '1 fault' : `${faults.length} faults`
  return {
    status: 'faulty',
    filmName,
    message: faults.length > 0 ? `the film has ${count}` : messageOf(error),
    hint: error instanceof FramefarmError ? error.hint : 'This is a fault in Framefarm.',
    faults,
  }
}
