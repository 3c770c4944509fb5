import { FrameCompositor, type LayerView, type PlacedRaster } from './frame-compositor.ts'
import { stateAt, type LayerScene, type LayerState, type LayerTrack } from './layer-scene.ts'
import { chooseLevel } from './pyramid.ts'

type NumberedTrack = LayerTrack & {
  /** Number of its largest raster among those of all tracks. */ readonly firstRaster: number
  readonly isOpaque: boolean
}

/** Less than this cannot change a code value. */
const invisible = 1 / 512

/** Puts the frames of one scene together in the kernel's memory. */
export class SceneCompositor {
  readonly #compositor: FrameCompositor
  readonly #tracks: readonly NumberedTrack[]

  /** @param frameCount frames that are kept at the same time */
  constructor({ frame, tracks }: LayerScene, frameCount: number) {
    let count = 0
    this.#tracks = tracks.map((track) => {
      const firstRaster = count
      count += track.rasters.length
      return { ...track, firstRaster, isOpaque: track.rasters[0]?.alpha === null }
    })
    this.#compositor = new FrameCompositor(
      frame,
      tracks.flatMap(({ rasters }) => rasters),
      frameCount,
    )
  }

  get memory(): WebAssembly.Memory {
    return this.#compositor.memory
  }

  get frames(): readonly number[] {
    return this.#compositor.frames
  }

  get frameBytes(): number {
    return this.#compositor.frameBytes
  }

  /** Draws a frame of the scene at an address: from the highest layer that hides all below it upwards. */
  draw(target: number, frame: number): void {
    const layers = this.#tracks.map((track) => ({ track, state: stateAt(track, frame) })).filter(({ state }) => state.opacity > invisible)
    const lowest = layers.findLastIndex(({ track, state }) => track.isOpaque && state.opacity === 1)
    if (lowest === -1) this.#compositor.clear(target)
    for (const { track, state } of layers.slice(Math.max(0, lowest))) {
      const view = viewOf(track, state)
      if (track.isOpaque) this.#compositor.cover(target, view, state.opacity)
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
