import { readFile } from 'node:fs/promises'
import pLimit from 'p-limit'
import sharp from 'sharp'

/** A picture that lies in the page itself. */
export type EmbeddedPicture = {
  readonly uri: string
  /** Of the picture that it was made of, in pixels. */
  readonly width: number
  readonly height: number
  /** Every pixel as it is in the file; otherwise a smaller one with loss. */
  readonly isWhole: boolean
}

export type PictureWishes = {
  /** Paths of pictures that are looked at closely, the most important first. */
  readonly whole: readonly string[]
  /** Paths of those that a glance is enough for. */
  readonly small: readonly string[]
  /** Of all whole pictures together; those that find no room become previews. */
  readonly mostWholeBytes: number
}

/** By path; a picture that cannot be read is in neither. */
export type EmbeddedPictures = { readonly close: ReadonlyMap<string, EmbeddedPicture>; readonly small: ReadonlyMap<string, EmbeddedPicture> }

/** Twice what the strip shows, for fine screens. */
const small = { width: 320, quality: 74 }
const preview = { width: 960, quality: 82 }
const atOnce = 3
/** Of 6: a third larger than by the usual 4, in half of the time; a film that has changed everywhere has hundreds of them. */
const effort = 1

/** Reads pictures and makes data addresses of them. */
export async function embedPictures(wishes: PictureWishes): Promise<EmbeddedPictures> {
  const limit = pLimit(atOnce)
  const taken = { bytes: 0 }
  const closeEntries = await Promise.all(
    [...new Set(wishes.whole)].map((path) => limit(async () => [path, await closePicture(path, taken, wishes.mostWholeBytes)] as const)),
  )
  const smallEntries = await Promise.all(
    [...new Set(wishes.small)].map((path) => limit(async () => [path, await reduced(path, small).catch(() => null)] as const)),
  )
  return { close: found(closeEntries), small: found(smallEntries) }
}

function found(entries: readonly (readonly [string, EmbeddedPicture | null])[]): ReadonlyMap<string, EmbeddedPicture> {
  return new Map(entries.flatMap(([path, picture]) => (picture === null ? [] : [[path, picture] as const])))
}

async function closePicture(path: string, taken: { bytes: number }, mostBytes: number): Promise<EmbeddedPicture | null> {
  try {
    const bytes = await readFile(path)
    const { format, width, height } = await sharp(bytes).metadata()
    if (format !== 'png' || taken.bytes + bytes.length > mostBytes) return await reduced(path, preview)
    taken.bytes += bytes.length
    return { uri: dataUri('png', bytes), width, height, isWhole: true }
  } catch {
    // What is wrong with a baseline is in its verdict.
    return null
  }
}

async function reduced(path: string, { width, quality }: { readonly width: number; readonly quality: number }): Promise<EmbeddedPicture> {
  const original = await sharp(path).metadata()
  const bytes = await sharp(path).resize({ width, withoutEnlargement: true }).webp({ quality, effort }).toBuffer()
  return { uri: dataUri('webp', bytes), width: original.width, height: original.height, isWhole: false }
}

function dataUri(type: 'png' | 'webp', bytes: Buffer): string {
  return `data:image/${type};base64,${bytes.toString('base64')}`
}
