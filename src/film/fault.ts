import { FramefarmError } from '../shared/errors.ts'

/** One thing that is wrong (or, as a warning, doubtful) in a film. */
export type Fault = {
  /** JSON pointer (RFC 6901) into the film file. */
  readonly pointer: string
  readonly message: string
  /** The value found there; absent where the field itself is. */
  readonly value?: unknown
  readonly allowed?: string
  readonly [operatorDetail]?: string
}

/** Key of what an operator may know of a fault and a client may not: neither JSON nor a copy of the fault has it. */
const operatorDetail: unique symbol = Symbol('detail')

/** An asset that cannot be used, as a fault; what its error has for the operator goes into `FilmInvalidError.detail` alone. */
export function faultOfAsset(pointer: string, { message, detail }: FramefarmError): Fault {
  const fault: Fault = { pointer, message }
  return detail === undefined ? fault : Object.defineProperty(fault, operatorDetail, { value: detail })
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

/** More are not told: a film of others may be nothing but faults. */
export const mostTold = 200

/** All the faults of one film, thrown together. */
export class FilmInvalidError extends FramefarmError {
  readonly faults: readonly Fault[]
  /** How many there are, in a sentence. */
  readonly summary: string

  constructor(all: readonly Fault[]) {
    const faults = all.slice(0, mostTold)
    const count = all.length === 1 ? '1 fault' : all.length > mostTold ? `more than ${mostTold} faults` : `${all.length} faults`
    const details = faults.flatMap(({ pointer, [operatorDetail]: detail }) => (detail === undefined ? [] : [`${pointer}: ${detail}`]))
    const summary = `the film has ${count}`
    const message = `${summary}:\n${faults.map((fault) => `  ${lineOf(fault)}`).join('\n')}`
    super('FILM_INVALID', message, details.length === 0 ? {} : { detail: details.join('\n') })
    this.faults = faults
    this.summary = summary
  }
}
