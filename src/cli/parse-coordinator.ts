import { InvalidArgumentError } from 'commander'

/** The address of a server, without a slash at its end. */
export function parseCoordinator(text: string): string {
  const url = URL.parse(text)
  const isAddress = url !== null && /^https?:$/.test(url.protocol) && url.username === '' && url.search === '' && url.hash === ''
  if (!isAddress) throw new InvalidArgumentError('It must be the address of a server, such as https://farm.example.')
  return url.href.replace(/\/+$/, '')
}
