import { coloursAt } from './colour-track.ts'
import { FrameCompositor, type LayerView, type PlacedRaster } from './frame-compositor.ts'
import type { FilteredRows } from './filtered-rows.ts'
import type { Kernel } from './kernel.ts'
import { groupStateAt, isLive, stateAt, type GroupState, type LayerGroup, type LayerScene, type LayerState, type LayerTrack } from './layer-scene.ts'
import { chooseLevel } from './pyramid.ts'

type NumberedTrack = LayerTrack & {
  /** Number of its largest raster among those of all tracks. */ readonly firstRaster: number
  readonly isOpaque: boolean
}
type NumberedGroup = Omit<LayerGroup, 'tracks'> & { readonly tracks: readonly NumberedTrack[] }
type SeenGroup = { readonly group: NumberedGroup; readonly state: GroupState | null }

/** Less than this cannot change a code value. */
const invisible = 1 / 512

/** Puts the frames of one scene together in the kernel's memory. */
export class SceneCompositor {
  readonly #compositor: FrameCompositor
  readonly #scene: LayerScene
  readonly #groups: readonly NumberedGroup[]

  /** @param frameCount frames that are kept at the same time */
  constructor(kernel: Kernel, scene: LayerScene, frameCount: number) {
    let count = 0
    const numbered = (track: LayerTrack) => {
      const firstRaster = count
      count += track.rasters.length
      const isOpaque = track.rasters[0]?.alpha === null
      if (track.colours !== null && !isOpaque) throw new Error('unreachable: only an opaque layer may have a colour filter')
      return { ...track, firstRaster, isOpaque }
    }
    this.#scene = scene
    this.#groups = scene.groups.map((group) => ({ ...group, tracks: group.tracks.map(numbered) }))
    const rasters = scene.groups.flatMap(({ tracks }) => tracks.flatMap((track) => track.rasters))
    this.#compositor = new FrameCompositor(kernel, scene.frame, rasters, { frames: frameCount, isLive: isLive(scene) })
  }

  get frames(): readonly number[] {
    return this.#compositor.frames
  }

  get frameBytes(): number {
    return this.#compositor.frameBytes
  }

  /** Takes what the live layers show in the next frame. */
  takeLive(picture: FilteredRows): void {
    this.#compositor.takePixels(picture)
    for (const { live, firstRaster } of this.#groups.flatMap(({ tracks }) => tracks)) {
      if (live) this.#compositor.fillRaster(firstRaster, live, picture.width)
    }
  }

  /** Draws a frame of the scene at an address: from the highest group that hides all below it upwards. */
  draw(target: number, frame: number): void {
    const seen = this.#groups
      .map((group) => ({ group, state: groupStateAt(group, frame) }))
      .filter(({ state }) => !state || state.opacity > invisible)
    const lowest = seen.findLastIndex((one) => this.#hidesAll(one, frame))
    if (lowest === -1) this.#compositor.fill(target, this.#scene.background)
    for (const { group, state } of seen.slice(Math.max(0, lowest))) {
      if (state === null || this.#isWhole(state)) this.#drawTracks(target, group, frame)
      else this.#compositor.layGroup(target, state, (aside) => this.#drawTracks(aside, group, frame))
    }
  }

  #hidesAll({ group, state }: SeenGroup, frame: number): boolean {
    if (state !== null && !this.#isWhole(state)) return false
    return group.tracks.some((track) => track.isOpaque && stateAt(track, frame).opacity === 1)
  }

  #isWhole({ left, top, right, bottom, opacity }: GroupState): boolean {
    const { width, height } = this.#scene.frame
    return opacity === 1 && left <= 0 && top <= 0 && right >= width && bottom >= height
  }

  #drawTracks(target: number, { tracks }: NumberedGroup, frame: number): void {
    const layers = tracks.map((track) => ({ track, state: stateAt(track, frame) })).filter(({ state }) => state.opacity > invisible)
    const lowest = layers.findLastIndex(({ track, state }) => track.isOpaque && state.opacity === 1)
    for (const { track, state } of layers.slice(Math.max(0, lowest))) {
      const view = viewOf(track, state)
      if (track.isOpaque) this.#compositor.cover(target, view, state.opacity, coloursAt(track.colours, frame))
      else this.#compositor.lay(target, view, state.opacity)
    }
  }
}

/** The raster that fits the scale, or two near the change-over. */
function viewOf(track: NumberedTrack, state: LayerState): LayerView {
  const { level, mix } = chooseLevel(1 / Math.min(state.scaleX, state.scaleY), track.rasters.length)
  return { first: onLevel(track, level, state), second: mix === 0 ? null : onLevel(track, level + 1, state), weight: mix }
}

/** The same place in the frame, for a smaller raster of the layer. */
function onLevel({ rasters, firstRaster }: NumberedTrack, level: number, { scaleX, scaleY, x, y }: LayerState): PlacedRaster {
  const [largest, raster] = [rasters[0], rasters[level]]
  if (!largest || !raster) throw new Error(`unreachable: there is no level ${level}`)
  const placement = { x, y, scaleX: (scaleX * largest.width) / raster.width, scaleY: (scaleY * largest.height) / raster.height }
  return { raster: firstRaster + level, placement }
}
