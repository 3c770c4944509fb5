import { matrixLength, type ColourTrack } from './colour-track.ts'
import type { Placement } from './frame-compositor.ts'
import type { Planes } from './planes.ts'

/** One layer over a whole scene. */
export type LayerTrack = {
  /** Its rasters, largest first, as `pyramidSizes` has them. An opaque one must cover all that is to be seen of its group wherever it is to be seen itself. */
  readonly rasters: readonly Planes[]
  /** `stateLength` numbers for each frame of the scene: scaleX, scaleY, x, y of the largest raster, and opacity. */
  readonly states: Float64Array
  /** Its colour filter; null where it has none. Only an opaque layer may have one. */
  readonly colours: ColourTrack | null
  /** Of a live layer, which has one raster with alpha: where its picture lies in that of all live layers, which is taken anew for each frame. */
  readonly live: Cell | null
}

/** A part of a picture, in its pixels. */
type Cell = { readonly left: number; readonly top: number; readonly width: number; readonly height: number }

/** Layers, lowest first, that are put together before they are mixed into the frame. */
export type LayerGroup = {
  readonly tracks: readonly LayerTrack[]
  /** `groupStateLength` numbers for each frame: left, top, right and bottom of what is seen of it, and opacity. null: all of it, always. Such a group must hide all below it. */
  readonly states: Float64Array | null
}

/** A scene as groups of layers, lowest first. Its memory can be shared by threads. */
export type LayerScene = {
  readonly frame: { readonly width: number; readonly height: number }
  /** Code values of what is below all layers. */
  readonly background: { readonly y: number; readonly u: number; readonly v: number }
  readonly groups: readonly LayerGroup[]
}

export const stateLength = 5
export const groupStateLength = 5

export type LayerState = Placement & { readonly opacity: number }
/** A rectangle of the frame, in pixels and parts of pixels. */
export type GroupState = { readonly left: number; readonly top: number; readonly right: number; readonly bottom: number; readonly opacity: number }

export function stateAt({ states }: LayerTrack, frame: number): LayerState {
  const [scaleX = 1, scaleY = 1, x = 0, y = 0, opacity = 0] = states.subarray(frame * stateLength, (frame + 1) * stateLength)
  return { scaleX, scaleY, x, y, opacity }
}

/** null: it is to be seen whole. */
export function groupStateAt({ states }: Pick<LayerGroup, 'states'>, frame: number): GroupState | null {
  if (states === null) return null
  const [left = 0, top = 0, right = 0, bottom = 0, opacity = 0] = states.subarray(frame * groupStateLength, (frame + 1) * groupStateLength)
  return { left, top, right, bottom, opacity }
}

/** Whether a scene has layers whose picture is taken anew for each frame. */
export function isLive({ groups }: LayerScene): boolean {
  return groups.some(({ tracks }) => tracks.some(({ live }) => live !== null))
}

/** Whether two frames of a scene show the same picture. */
export function isSameFrame(scene: LayerScene, one: number, other: number): boolean {
  if (isLive(scene)) return false
  return scene.groups.every(
    ({ tracks, states }) =>
      (states === null || isSame(states, groupStateLength, one, other)) && tracks.every((track) => isSameLayer(track, one, other)),
  )
}

function isSameLayer({ states, colours }: LayerTrack, one: number, other: number): boolean {
  return isSame(states, stateLength, one, other) && (colours === null || isSame(colours.matrices, matrixLength * colours.stages, one, other))
}

function isSame(states: Float64Array, length: number, one: number, other: number): boolean {
  for (let index = 0; index < length; index++) if (states[one * length + index] !== states[other * length + index]) return false
  return true
}
