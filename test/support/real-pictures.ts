import { join } from 'node:path'
import sharp from 'sharp'
import { decodePng } from '../../src/regression/picture/decode-picture.ts'
import type { Picture } from '../../src/regression/picture/picture.ts'

type Size = { readonly width: number; readonly height: number }

const photos = join(import.meta.dirname, '../../samples/photos')

/** A photograph of the samples, or a part of it, as large as asked for. */
export async function photoPicture(name: string, size: Size, place: 'centre' | 'north' | 'south' = 'centre'): Promise<Picture> {
  return decodePng(
    await sharp(join(photos, name))
      .resize({ ...size, fit: 'cover', position: place })
      .png()
      .toBuffer(),
  )
}

/** A copy, each channel of each pixel through `change`. */
export function changedChannels({ width, height, data }: Picture, change: (value: number, at: number) => number): Picture {
  const changed = new Uint8Array(data)
  for (let at = 0; at < data.length; at++) {
    if (at % 4 !== 3) changed[at] = Math.min(255, Math.max(0, Math.round(change(data[at] ?? 0, at))))
  }
  return { width, height, data: changed }
}

/** Numbers from 0 to 1, the same in every run. */
export function seededNumbers(seed: number): () => number {
  let state = seed
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state / 2 ** 32
  }
}
