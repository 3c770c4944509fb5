import { hashOfBytes } from '../../shared/hash.ts'
import { decodePng } from '../picture/decode-picture.ts'
import { encodePng } from '../picture/encode-picture.ts'
import type { Picture } from '../picture/picture.ts'

/** A frame as it is drawn now: as pixels, and as a PNG without loss. One of them is made of the other when it is asked for. */
export type DrawnFrame = {
  /** Its number in the film, from 0. */
  readonly frame: number
  /** SHA-256 of the browser's own PNG, where there is one: the same bytes are the same pixels, and need not be decoded. */
  readonly drawn: string | null
  readonly picture: () => Promise<Picture>
  readonly png: () => Promise<Buffer>
}

export function frameOfPng(frame: number, png: Buffer): DrawnFrame {
  let decoded: Promise<Picture> | undefined
  return { frame, drawn: hashOfBytes(png), png: () => Promise.resolve(png), picture: () => (decoded ??= decodePng(png)) }
}

export function frameOfPicture(frame: number, picture: Picture): DrawnFrame {
  return { frame, drawn: null, picture: () => Promise.resolve(picture), png: () => encodePng(picture) }
}
