/** Between one raster of a layer and the next smaller one. */
const ratio = 1.5
/** From so many raster pixels per frame pixel on, the next smaller raster is mixed in... */
const mixFrom = 1.5
/** ...until, here, it takes over; the resampler's tables reach no further. */
const mixTo = 1.7

type Size = { readonly width: number; readonly height: number }
export type LevelChoice = { readonly level: number; /** Weight of the next smaller raster. */ readonly mix: number }

/**
 * Sizes of the rasters of a layer, largest first, such that a frame which shows it at `largestStep` raster pixels
 * per frame pixel can be resampled from one of them without leaving pixels out.
 */
export function pyramidSizes({ width, height }: Size, largestStep: number): readonly Size[] {
  const count = 1 + Math.max(0, Math.ceil(Math.log(largestStep / mixFrom) / Math.log(ratio)))
  return Array.from({ length: count }, (_, level) => ({ width: Math.round(width / ratio ** level), height: Math.round(height / ratio ** level) }))
}

/** Which raster to take where the largest one has `step` pixels per frame pixel. The change-over is gradual. */
export function chooseLevel(step: number, levels: number): LevelChoice {
  const level = Math.min(levels - 1, Math.max(0, Math.ceil(Math.log(step / mixTo) / Math.log(ratio))))
  const mix = level + 1 < levels ? (step / ratio ** level - mixFrom) / (mixTo - mixFrom) : 0
  return { level, mix: Math.min(1, Math.max(0, mix)) }
}
