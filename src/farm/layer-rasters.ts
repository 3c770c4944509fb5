import sharp from 'sharp'
import type { LayerState } from '../compositor/layer-scene.ts'
import { planesOfPixels, type Planes } from '../compositor/planes.ts'
import { pyramidSizes } from '../compositor/pyramid.ts'
import type { Site } from '../templates/site.ts'

export type Decoded = { readonly width: number; readonly height: number; readonly data: Buffer }

/** A scene's photographs, decoded while the page is still asked: most scenes show them as layers. */
export class Photographs {
  readonly #decoded: ReadonlyMap<string, Promise<Decoded | null>>

  constructor({ files }: Site) {
    const images = [...files].filter(([path, { contentType }]) => path.startsWith('/assets/') && /^image\/(?:jpeg|png|webp)$/.test(contentType))
    this.#decoded = new Map(
      images.map(([path, file]) => {
        const decoding = file.read().then(decodeOpaque)
        // What cannot be decoded is told where it is needed.
        decoding.catch(() => undefined)
        return [path, decoding]
      }),
    )
  }

  /** null where it is none, or has transparent parts. @param address as the page has it: an act's assets are those of the whole site */
  find(address: string): Promise<Decoded | null> | null {
    return this.#decoded.get(new URL(address).pathname.replace(/^\/(?:incoming|outgoing)\//, '/')) ?? null
  }
}

async function decodeOpaque(bytes: Buffer): Promise<Decoded | null> {
  const { hasAlpha } = await sharp(bytes).metadata()
  return hasAlpha ? null : decode(bytes)
}

/** The pixels of an image file, opaque. */
export async function decode(bytes: Buffer): Promise<Decoded> {
  const { data, info } = await sharp(bytes).removeAlpha().toColourspace('srgb').raw().toBuffer({ resolveWithObject: true })
  return { data, width: info.width, height: info.height }
}

/** The picture, and smaller ones where a frame shows it much reduced. */
export function rasters(picture: Decoded & { readonly channels: 3 | 4 }, states: readonly LayerState[]): Promise<readonly Planes[]> {
  const { data, width, height, channels } = picture
  const steps = states.filter(({ opacity }) => opacity > 0).map(({ scaleX, scaleY }) => 1 / Math.min(scaleX, scaleY))
  return Promise.all(
    pyramidSizes({ width, height }, Math.max(...steps)).map(async (size, level) => {
      if (level === 0) return planesOfPixels(picture)
      const smaller = sharp(data, { raw: { width, height, channels } }).resize({ ...size, fit: 'fill', kernel: 'lanczos3' })
      return planesOfPixels({ ...size, data: await smaller.raw().toBuffer(), channels })
    }),
  )
}
