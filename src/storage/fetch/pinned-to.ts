import type { LookupAddress } from 'node:dns'
import type { LookupFunction } from 'node:net'

/** For a connection: these addresses and no other, whatever the name means by now. */
export function pinnedTo(addresses: readonly LookupAddress[]): LookupFunction {
  return (_hostname, options, done) => {
    const [first] = addresses
    if (options.all === true) done(null, [...addresses])
    else done(null, first?.address ?? '', first?.family)
  }
}
