import { parentPort, workerData } from 'node:worker_threads'
import { FrameCompositor, type Placement } from './frame-compositor.ts'
import type { WorkerInput, WorkerMessage } from './photo-frames.ts'
import { planesOfPixels } from './planes.ts'
import { chooseLevel } from './pyramid.ts'

// The thread behind photoFrames: takes the rasters once, then draws each frame that it is asked for.

const { frame, rasters, placements, frameCount } = workerData as WorkerInput
const compositor = new FrameCompositor(
  frame,
  rasters.map((raster) => planesOfPixels({ ...raster, channels: 3 })),
  frameCount,
)
const largest = rasters[0] ?? frame

/** The same place in the frame, for a smaller raster of the layer. */
function onLevel(level: number, { scaleX, scaleY, x, y }: Placement): { layer: number; placement: Placement } {
  const raster = rasters[level] ?? largest
  return { layer: level, placement: { x, y, scaleX: (scaleX * largest.width) / raster.width, scaleY: (scaleY * largest.height) / raster.height } }
}

function draw(index: number): void {
  const placement = placements[index]
  const target = compositor.frames[index % frameCount]
  if (!placement || target === undefined) throw new Error(`unreachable: there is no frame ${index}`)
  const { level, mix } = chooseLevel(1 / Math.min(placement.scaleX, placement.scaleY), rasters.length)
  const first = onLevel(level, placement)
  if (mix === 0) compositor.drawLayer(target, first.layer, first.placement)
  else compositor.drawMix(target, first, onLevel(level + 1, placement), mix)
}

function tell(message: WorkerMessage): void {
  parentPort?.postMessage(message)
}

parentPort?.on('message', (index: number) => {
  draw(index)
  tell({ type: 'drawn', index })
})

tell({ type: 'ready', memory: compositor.memory, frames: compositor.frames, frameBytes: compositor.frameBytes })
