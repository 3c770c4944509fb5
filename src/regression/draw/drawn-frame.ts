import { hashOfBytes } from '../../shared/hash.ts'
import { decodePng } from '../picture/decode-picture.ts'
import { encodePng } from '../picture/encode-picture.ts'
import { hashPicture } from '../picture/hash-picture.ts'
import type { Picture } from '../picture/picture.ts'

/** A frame as it is drawn now: as pixels, and as a PNG without loss. What is not there is made when it is first asked for. */
export type DrawnFrame = {
  /** Its number in the film, from 0. */
  readonly frame: number
  /** SHA-256 of the browser's own PNG, where there is one: the same bytes are the same pixels, and need not be decoded. */
  readonly drawn: string | null
  readonly picture: () => Promise<Picture>
  /** Hash of the picture. */
  readonly pixels: () => Promise<string>
  readonly png: () => Promise<Buffer>
}

export function frameOfPng(frame: number, png: Buffer): DrawnFrame {
  const picture = once(() => decodePng(png))
  return { frame, drawn: hashOfBytes(png), png: () => Promise.resolve(png), picture, pixels: once(async () => hashPicture(await picture())) }
}

export function frameOfPicture(frame: number, picture: Picture): DrawnFrame {
  const pixels = once(() => Promise.resolve(hashPicture(picture)))
  return { frame, drawn: null, png: once(() => encodePng(picture)), picture: () => Promise.resolve(picture), pixels }
}

function once<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined
  return () => (made ??= make())
}
