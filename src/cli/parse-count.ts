import { InvalidArgumentError } from 'commander'

/** Of slots; more than this is a mistake on any machine. */
const most = 64

export function parseCount(text: string): number {
  const count = Number(text)
  if (Number.isInteger(count) && count >= 1 && count <= most) return count
  throw new InvalidArgumentError(`It must be a whole number from 1 to ${most}.`)
}
