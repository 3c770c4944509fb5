import { FramefarmError } from '../../shared/errors.ts'

/** Of Google Cloud Storage. */
const mostBytes = 1024
/** Of a part between slashes, as file systems have it. */
const mostPartBytes = 255

/** Why a text cannot be the name of an object in every store; null where it can. */
function objectNameFault(name: string): string | null {
  if (Buffer.byteLength(name) > mostBytes) return `it is longer than ${mostBytes} bytes`
  if (!name.isWellFormed()) return 'it is no well-formed Unicode'
  // A backslash is a slash on some systems.
  if (/[\p{Cc}\\]/u.test(name)) return 'it has a control character or a backslash in it'
  const parts = name.split('/')
  if (parts.includes('')) return 'a part of it is empty'
  // Among them . and .., and what a folder keeps for itself.
  if (parts.some((part) => part.startsWith('.'))) return 'a part of it begins with a dot'
  if (parts.some((part) => Buffer.byteLength(part) > mostPartBytes)) return `a part of it is longer than ${mostPartBytes} bytes`
  return null
}

/** @throws OBJECT_NAME_WRONG */
export function checkObjectName(name: string): void {
  const fault = objectNameFault(name)
  if (fault !== null)
    throw new FramefarmError('OBJECT_NAME_WRONG', `${JSON.stringify(name.slice(0, 100))} cannot be the name of a stored file: ${fault}`)
}
