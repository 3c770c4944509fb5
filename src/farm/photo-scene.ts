import { readFile } from 'node:fs/promises'
import { basename } from 'node:path'
import sharp from 'sharp'
import { fileNameOf } from '../assets/image-order.ts'
import type { ImageStore } from '../assets/image-store.ts'
import type { FramePage } from '../browser/frame-page.ts'
import { siteOrigin } from '../browser/answer-requests.ts'
import type { Placement } from '../compositor/frame-compositor.ts'
import type { PhotoScene, Raster } from '../compositor/photo-frames.ts'
import { pyramidSizes } from '../compositor/pyramid.ts'
import type { Chunk } from '../plan/plan-film.ts'
import { frameTimeMs } from '../plan/timeline.ts'
import type { Output } from '../film/film.ts'

type Reason = { readonly reason: string }
type Inspection = { readonly image: string; readonly width: number; readonly height: number }
type Sampled = { readonly placements: readonly (readonly [number, number, number, number])[] }

const layersModule = `import('${siteOrigin}/layers.js')`
/** Of a pixel; sums of fractions miss an edge by less. */
const edgeTolerance = 0.01

/**
 * A chunk as a moving photograph, or why its page cannot be drawn so. The page decides, and says where the photograph is in each frame.
 * @throws as FramePage.ask and ImageStore.prepare
 */
export async function photoScene(
  chunk: Chunk,
  page: FramePage,
  images: ImageStore,
  { output, signal }: { output: Output; signal: AbortSignal },
): Promise<PhotoScene | Reason> {
  const inspection = await page.ask<Inspection | Reason>(`${layersModule}.then(({ inspectLayers }) => inspectLayers())`, signal)
  if ('reason' in inspection) return inspection
  const { image } = chunk.scene
  if (basename(new URL(inspection.image).pathname) !== fileNameOf(image)) return { reason: 'the layer does not show the image of the scene' }
  const times = Array.from({ length: chunk.to - chunk.from }, (_, index) => frameTimeMs(chunk.from + index - chunk.scene.range.from, output.fps))
  const sampled = await page.ask<Sampled | Reason>(`${layersModule}.then(({ sampleLayer }) => sampleLayer(${JSON.stringify(times)}))`, signal)
  if ('reason' in sampled) return sampled
  const laidOut = sampled.placements.map(([scaleX, scaleY, x, y]): Placement => ({ scaleX, scaleY, x, y }))
  if (!laidOut.every((placement) => covers(placement, inspection, output))) return { reason: 'the layer does not cover the frame' }
  return rasterScene(await images.prepare(image), laidOut, inspection, output)
}

function covers({ scaleX, scaleY, x, y }: Placement, layout: Inspection, { width, height }: Output): boolean {
  const right = x + layout.width * scaleX
  const bottom = y + layout.height * scaleY
  return x <= edgeTolerance && y <= edgeTolerance && right >= width - edgeTolerance && bottom >= height - edgeTolerance
}

/** The photograph at its own resolution, and smaller ones where a frame shows it much reduced. */
async function rasterScene(path: string, laidOut: readonly Placement[], layout: Inspection, frame: Output): Promise<PhotoScene> {
  const bytes = await readFile(path)
  const { width, height } = await sharp(bytes).metadata()
  const placements = laidOut.map(({ scaleX, scaleY, x, y }) => ({
    scaleX: (scaleX * layout.width) / width,
    scaleY: (scaleY * layout.height) / height,
    x,
    y,
  }))
  const largestStep = Math.max(...placements.map(({ scaleX, scaleY }) => 1 / Math.min(scaleX, scaleY)))
  const rasters = await Promise.all(pyramidSizes({ width, height }, largestStep).map((size, level) => raster(bytes, size, level > 0)))
  return { frame: { width: frame.width, height: frame.height }, rasters, placements }
}

async function raster(bytes: Buffer, size: { width: number; height: number }, isReduced: boolean): Promise<Raster> {
  const whole = sharp(bytes).removeAlpha().toColourspace('srgb')
  const sized = isReduced ? whole.resize({ ...size, fit: 'fill', kernel: 'lanczos3' }) : whole
  const { data } = await sized.raw().toBuffer({ resolveWithObject: true })
  return { ...size, data: new Uint8Array(data) }
}
