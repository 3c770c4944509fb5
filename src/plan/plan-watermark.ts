import type { FilmAssets } from '../assets/gather-assets.ts'
import { fileNameOf, type ImageOrder } from '../assets/image-order.ts'
import type { Film } from '../film/film.ts'
import { assetPath, type StageWatermark } from '../templates/scene-site.ts'

type PlannedWatermark = { readonly order: ImageOrder; readonly stage: StageWatermark }

/** The film's watermark in whole pixels of the frame, never larger than the frame leaves room for; null for a film without one. */
export function planWatermark({ watermark, output }: Film, { watermark: image }: FilmAssets): PlannedWatermark | null {
  if (!watermark || !image) return null
  const margin = watermark.margin * Math.min(output.width, output.height)
  const room = { width: output.width - 2 * margin, height: output.height - 2 * margin }
  const scale = Math.min((watermark.width * output.width) / image.width, room.width / image.width, room.height / image.height)
  const size = { width: Math.max(1, Math.round(image.width * scale)), height: Math.max(1, Math.round(image.height * scale)) }
  const [down = 'bottom', across = 'right'] = watermark.position.split('-')
  const left = places[across]?.(output.width - size.width, margin) ?? 0
  const top = places[down]?.(output.height - size.height, margin) ?? 0
  const order: ImageOrder = { image, ...size, background: null }
  return { order, stage: { path: assetPath(fileNameOf(order)), box: { left, top, ...size }, opacity: watermark.opacity } }
}

/** `free`: how far it can move. */
const places: Readonly<Record<string, (free: number, margin: number) => number>> = {
  left: (_, margin) => Math.round(margin),
  top: (_, margin) => Math.round(margin),
  centre: (free) => Math.round(free / 2),
  right: (free, margin) => Math.round(free - margin),
  bottom: (free, margin) => Math.round(free - margin),
}
