import ipaddr from 'ipaddr.js'

/** All of IPv6 that has been given out for the public internet. */
const globalUnicast = [ipaddr.IPv6.parse('2000::'), 3] as const

/**
 * Why an address is not one of the public internet, as the name of its range; null where it is one.
 * Forms that carry an IPv4 address inside (mapped, compatible, 6to4, Teredo, NAT64) are ranges of their own, whatever is inside.
 */
export function privateRangeOf(text: string): string | null {
  const address = ipaddr.parse(text)
  const range = address.range()
  if (range !== 'unicast') return range
  return address.kind() === 'ipv4' || address.match(...globalUnicast) ? null : 'unassigned'
}
