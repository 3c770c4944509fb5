import { FramefarmError } from '../shared/errors.ts'

/** One thing that is wrong (or, as a warning, doubtful) in a film. */
export type Fault = {
  /** JSON pointer (RFC 6901) into the film file. */
  readonly pointer: string
  readonly message: string
  /** The value found there; absent where the field itself is. */
  readonly value?: unknown
  readonly allowed?: string
}

/** `['scenes', 0, 'a/b']` -> `/scenes/0/a~1b` */
export function pointerOf(path: readonly PropertyKey[]): string {
  return path.map((part) => `/${String(part).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('')
}

/** A fault as one line: pointer, what is wrong, the value, what is allowed. */
export function lineOf(fault: Fault): string {
  const value = fault.value === undefined ? '' : ` (is ${shortened(fault.value)})`
  const allowed = fault.allowed === undefined ? '' : `; allowed: ${fault.allowed}`
  return `${fault.pointer === '' ? '(the film)' : fault.pointer}: ${fault.message}${value}${allowed}`
}

function shortened(value: unknown): string {
  const text = JSON.stringify(value) ?? String(value)
  return text.length <= 80 ? text : `${text.slice(0, 77)}...`
}

/** All the faults of one film, thrown together. */
export class FilmInvalidError extends FramefarmError {
  readonly faults: readonly Fault[]

  constructor(faults: readonly Fault[]) {
    const count = faults.length === 1 ? '1 fault' : `${faults.length} faults`
    super('FILM_INVALID', `the film has ${count}:\n${faults.map((fault) => `  ${lineOf(fault)}`).join('\n')}`)
    this.faults = faults
  }
}
