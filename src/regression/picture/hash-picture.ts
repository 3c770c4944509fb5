import { createHash } from 'node:crypto'
import type { Picture } from './picture.ts'

/** SHA-256 of a picture's size and pixels. A PNG's own bytes would be others after every change of a coder. */
export function hashPicture({ width, height, data }: Picture): string {
  return createHash('sha256').update(`${width} x ${height}\n`).update(data).digest('hex')
}
