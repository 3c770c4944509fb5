import { InvalidArgumentError } from 'commander'

const highest = 65_535

export function parsePort(text: string): number {
  const port = Number(text)
  if (text.trim() !== '' && Number.isInteger(port) && port >= 0 && port <= highest) return port
  throw new InvalidArgumentError(`It must be a whole number from 0 to ${highest}; 0 takes any port that is free.`)
}
