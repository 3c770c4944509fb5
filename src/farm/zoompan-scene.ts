import sharp, { type Sharp } from 'sharp'
import { zoompanFrames, zoompanLargestZoom, type StillWindow } from '../encoder/zoompan-frames.ts'
import type { Camera } from '../plan/camera.ts'
import type { ScenePlan } from '../plan/plan-scene.ts'
import { viewAt } from '../plan/view-at.ts'
import { FramefarmError } from '../shared/errors.ts'
import { movingFrames, photoOf, writeStill, type DraftNeeds, type DraftScene } from './draft-still.ts'

type Size = { readonly width: number; readonly height: number }

/** The photograph at its own size ("native"), moved by zoompan. Only the part that the camera visits is given to it. */
export async function zoompanScene(scene: ScenePlan, needs: DraftNeeds): Promise<DraftScene> {
  const frames = scene.range.to - scene.range.from
  const moving = movingFrames(scene, needs)
  const { order, camera } = photoOf(scene)
  const photo = await needs.images.prepare(order)
  const { width, height } = await sharp(photo).metadata()
  const windows = Array.from({ length: frames }, (_, frame) => windowAt(camera, frame / moving, { photo: { width, height }, frame: needs.output }))
  const part = visitedPart(windows, needs.output)
  const largestZoom = part.width / Math.min(...windows.map((window) => window.width))
  if (largestZoom > zoompanLargestZoom) {
    const text = `the camera goes too far over the photograph for zoompan, which enlarges at most ${zoompanLargestZoom} times`
    throw new FramefarmError('TEMPLATE_FAILED', `${text} (here ${largestZoom.toFixed(1)})`, { hint: 'Use --method auto, or a smaller move.' })
  }
  const path = await writeStill(cutOut(photo, part, { width, height }), scene, 'zoompan', needs)
  const inPart = windows.map((window) => ({ ...window, left: window.left - part.left, top: window.top - part.top }))
  return ({ from, to }) => zoompanFrames({ path, size: part }, inPart.slice(from, to), needs.output)
}

/** What the frame shows of the photograph, in the pixels that the prepared file has. */
function windowAt(camera: Camera, time: number, { photo, frame }: { photo: Size; frame: Size }): StillWindow {
  const { x, y, scale } = viewAt(camera, time)
  const [across, down] = [photo.width / camera.width / scale, photo.height / camera.height / scale]
  return { left: -x * across, top: -y * down, width: frame.width * across, height: frame.height * down }
}

/** The smallest rectangle of whole pixels with the frame's shape that has all windows in it. It may reach beyond the photograph. */
function visitedPart(windows: readonly StillWindow[], frame: Size): StillWindow {
  const left = Math.floor(Math.min(...windows.map((window) => window.left)))
  const top = Math.floor(Math.min(...windows.map((window) => window.top)))
  const width = Math.ceil(Math.max(...windows.map((window) => window.left + window.width))) - left
  const height = Math.ceil(Math.max(...windows.map((window) => window.top + window.height))) - top
  return {
    left,
    top,
    width: Math.max(width, Math.round((height * frame.width) / frame.height)),
    height: Math.max(height, Math.round((width * frame.height) / frame.width)),
  }
}

/** No window shows more than a rounding of what lies beyond the photograph; its outermost pixels are carried on there. */
function cutOut(path: string, { left, top, width, height }: StillWindow, photo: Size): Sharp {
  const [x, y] = [Math.max(0, left), Math.max(0, top)]
  const inside = { left: x, top: y, width: Math.min(photo.width, left + width) - x, height: Math.min(photo.height, top + height) - y }
  return sharp(path)
    .extract(inside)
    .extend({
      left: x - left,
      top: y - top,
      right: left + width - x - inside.width,
      bottom: top + height - y - inside.height,
      extendWith: 'copy',
    })
}
