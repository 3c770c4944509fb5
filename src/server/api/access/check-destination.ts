import { FramefarmError } from '../../../shared/errors.ts'
import type { Call } from '../route.ts'

/**
 * Films go only where the server, and the key where there is one, allow it.
 * @throws FORBIDDEN
 */
export function checkDestination(destination: string | undefined, { parts, key }: Pick<Call, 'parts' | 'key'>): void {
  if (destination === undefined) return
  // What a beginning allows must not be left again.
  const isPlain = !destination.split(/[/\\]/).includes('..') && /^[\x20-\x24\x26-\x7e]+$/.test(destination)
  const allows = (beginnings: readonly string[]) => beginnings.some((beginning) => isBelow(destination, beginning))
  if (isPlain && allows(parts.settings.destinations) && (key === null || allows(key.destinations))) return
  throw new FramefarmError('FORBIDDEN', 'films may not be delivered to this destination', { detail: destination })
}

/** `gs://bucket` allows `gs://bucket/folder`, and not `gs://bucket-of-another`. */
function isBelow(address: string, beginning: string): boolean {
  const isWhole = beginning.endsWith('/') || address.length === beginning.length || address[beginning.length] === '/'
  return address.startsWith(beginning) && isWhole
}
