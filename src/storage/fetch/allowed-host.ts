import ipaddr from 'ipaddr.js'

/** A host, or a network of addresses, that may be fetched from although the rules would refuse it. */
export type AllowedHost = ({ readonly name: string } | { readonly network: Network }) & {
  /** null: every port. */
  readonly port: number | null
}

type Network = readonly [address: ipaddr.IPv4 | ipaddr.IPv6, prefixBits: number]

/** Where a connection is to go. */
export type Target = { readonly hostname: string; readonly address: string; readonly port: number }

export const allowedHostForms = 'a name, an address or a network such as 10.0.0.0/8, IPv6 in brackets, each with :PORT or without'

/** Reads one entry of a list of allowed hosts; null where it is none. */
export function parseAllowedHost(text: string): AllowedHost | null {
  const [, ipv6, plain, bits, portText] = /^(?:\[([^\]]+)\]|([^[\]/:]+))(?:\/(\d{1,3}))?(?::(\d{1,5}))?$/.exec(text) ?? []
  const host = ipv6 ?? plain ?? ''
  const port = portText === undefined ? null : Number(portText)
  if (port !== null && (port < 1 || port > 65_535)) return null
  if (ipv6 === undefined && !ipaddr.IPv4.isValidFourPartDecimal(host)) {
    return bits === undefined && /^[a-z0-9_](?:[a-z0-9_.-]*[a-z0-9_])?$/i.test(host) ? { name: host.toLowerCase(), port } : null
  }
  if (ipv6 !== undefined && !ipaddr.IPv6.isValid(ipv6)) return null
  const address = ipaddr.parse(host)
  const most = address.kind() === 'ipv4' ? 32 : 128
  const prefixBits = bits === undefined ? most : Number(bits)
  return prefixBits > most ? null : { network: [address, prefixBits], port }
}

/** Whether an entry of the list is about this target. */
export function isAllowedHost(list: readonly AllowedHost[], { hostname, address, port }: Target): boolean {
  const parsed = ipaddr.parse(address)
  return list.some((entry) => {
    if (entry.port !== null && entry.port !== port) return false
    if ('name' in entry) return entry.name === hostname.toLowerCase()
    const [network, bits] = entry.network
    return network.kind() === parsed.kind() && parsed.match(network, bits)
  })
}
