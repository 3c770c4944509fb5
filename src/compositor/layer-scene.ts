import type { Placement } from './frame-compositor.ts'
import type { Planes } from './planes.ts'

/** One layer over a whole scene. */
export type LayerTrack = {
  /** Its rasters, largest first, as `pyramidSizes` has them. An opaque one must cover the frame wherever it is to be seen. */
  readonly rasters: readonly Planes[]
  /** `stateLength` numbers for each frame of the scene: scaleX, scaleY, x, y of the largest raster, and opacity. */
  readonly states: Float64Array
}

/** A scene as layers, lowest first. Its memory can be shared by threads. */
export type LayerScene = { readonly frame: { readonly width: number; readonly height: number }; readonly tracks: readonly LayerTrack[] }

export const stateLength = 5

export type LayerState = Placement & { readonly opacity: number }

export function stateAt({ states }: LayerTrack, frame: number): LayerState {
  const [scaleX = 1, scaleY = 1, x = 0, y = 0, opacity = 0] = states.subarray(frame * stateLength, (frame + 1) * stateLength)
  return { scaleX, scaleY, x, y, opacity }
}

/** Whether two frames of a scene show the same picture. */
export function isSameFrame({ tracks }: LayerScene, one: number, other: number): boolean {
  return tracks.every(({ states }) => {
    for (let index = 0; index < stateLength; index++) {
      if (states[one * stateLength + index] !== states[other * stateLength + index]) return false
    }
    return true
  })
}
