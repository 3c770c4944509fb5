import sharp from 'sharp'
import type { LayerState } from '../compositor/layer-scene.ts'
import { planesOfPixels, type Planes } from '../compositor/planes.ts'
import { pyramidSizes } from '../compositor/pyramid.ts'
import type { Site } from '../templates/site.ts'

type Pixels = { readonly width: number; readonly height: number; readonly data: Buffer }

/** A photograph that a page shows: the raster of its full size, and its pixels, which are decoded anew where smaller rasters are needed. */
type Photograph = { readonly planes: Planes; readonly pixels: () => Promise<Pixels> }

type Decoding = Promise<Photograph | null>

/** The photographs of one scene. null: it is none, or has transparent parts. `address` is the page's: an act's assets are those of the whole site. */
export type Photographs = { readonly find: (address: string) => Promise<Photograph | null> }

/** The photograph of the last scene, and that of the one that is prepared: 6 MB each in 1080p. */
const mostKept = 2

/** Photographs by the name of their prepared file, decoded once where a scene shows again what the last one did: in a transition. */
export class PhotoCache {
  readonly #recent = new Map<string, Decoding>()

  /** Begins to decode what a scene's page shows, while the page is still asked: most scenes show it as layers. */
  of({ files }: Site): Photographs {
    const decodings = new Map<string, Decoding>()
    for (const [path, { contentType, read }] of files) {
      if (!path.startsWith('/assets/') || !/^image\/(?:jpeg|png|webp)$/.test(contentType)) continue
      const decoding = this.#recent.get(path) ?? read().then(decodeOpaque)
      // What cannot be decoded is told where it is needed.
      decoding.catch(() => this.#recent.delete(path))
      decodings.set(path, decoding)
      this.#recent.delete(path)
      this.#recent.set(path, decoding)
    }
    for (const path of this.#recent.keys()) if (this.#recent.size > mostKept) this.#recent.delete(path)
    return { find: async (address) => (await decodings.get(new URL(address).pathname.replace(/^\/(?:incoming|outgoing)\//, '/'))) ?? null }
  }
}

async function decodeOpaque(bytes: Buffer): Promise<Photograph | null> {
  const { hasAlpha } = await sharp(bytes).metadata()
  if (hasAlpha) return null
  // Only the planes are kept: the pixels are twice as large.
  return { planes: planesOfPixels({ ...(await decode(bytes)), channels: 3 }), pixels: () => decode(bytes) }
}

/** The pixels of an image file, opaque. */
export async function decode(bytes: Buffer): Promise<Pixels> {
  const { data, info } = await sharp(bytes).removeAlpha().toColourspace('srgb').raw().toBuffer({ resolveWithObject: true })
  return { data, width: info.width, height: info.height }
}

/** A picture of which rasters are made; its pixels are asked for where more than `planes` is needed. */
type Picture = {
  readonly width: number
  readonly height: number
  readonly channels: 3 | 4
  readonly planes?: Planes
  readonly pixels: () => Promise<Pick<Pixels, 'data'>>
}

/**
 * The picture, and smaller ones where a frame shows it much reduced.
 * @param states where it is over the scene, its own pixels as the unit
 */
export async function rasters({ width, height, channels, planes, pixels }: Picture, states: readonly LayerState[]): Promise<readonly Planes[]> {
  const steps = states.filter(({ opacity }) => opacity > 0).map(({ scaleX, scaleY }) => 1 / Math.min(scaleX, scaleY))
  const [largest, ...smaller] = pyramidSizes({ width, height }, Math.max(...steps))
  if (planes && smaller.length === 0) return [planes]
  const { data } = await pixels()
  const made = smaller.map(async (size) => {
    const reduced = sharp(data, { raw: { width, height, channels } }).resize({ ...size, fit: 'fill', kernel: 'lanczos3' })
    return planesOfPixels({ ...size, data: await reduced.raw().toBuffer(), channels })
  })
  return [planes ?? planesOfPixels({ ...(largest ?? { width, height }), data, channels }), ...(await Promise.all(made))]
}
