import { hashOf } from '../../shared/hash.ts'

const longest = 80
/** What Windows takes for a device, whatever comes after a point. */
const devices = /^(?:con|prn|aux|nul|com\d|lpt\d)(?:\..*)?$/i

/**
 * A name that every file system takes as it is, and that leads nowhere else. One that has to be changed for it gets a part of its hash,
 * so that two names never become one.
 */
export function safeName(name: string): string {
  const plain = name
    .normalize('NFC')
    .replaceAll(/[^A-Za-z0-9._-]+/g, '-')
    .replaceAll(/^[.-]+|[.-]+$/g, '')
  if (plain === name && plain !== '' && plain.length <= longest && !devices.test(name)) return name
  const hash = hashOf(name).slice(0, 8)
  return `${plain === '' || devices.test(plain) ? 'film' : plain.slice(0, longest - hash.length - 1)}-${hash}`
}
