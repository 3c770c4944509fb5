import sharp, { type Sharp } from 'sharp'
import { crossfadeFrames, middleFrame } from '../encoder/crossfade-frames.ts'
import type { Camera } from '../plan/camera.ts'
import type { ScenePlan } from '../plan/plan-scene.ts'
import { viewAt } from '../plan/view-at.ts'
import { movingFrames, photoOf, writeStill, type DraftNeeds, type DraftScene } from './draft-still.ts'

/** The photograph as its camera sees it in the first, the middle and the last frame; between them it only fades. */
export async function crossfadeScene(scene: ScenePlan, needs: DraftNeeds): Promise<DraftScene> {
  const frames = scene.range.to - scene.range.from
  const moving = movingFrames(scene, needs)
  const { order, camera } = photoOf(scene)
  const photo = await needs.images.prepare(order)
  const still = (name: string, frame: number) => writeStill(stillOf(photo, camera, frame / moving, needs), scene, name, needs)
  const stills = {
    first: await still('first', 0),
    middle: await still('middle', middleFrame(frames)),
    last: await still('last', frames - 1),
  }
  return (range) => crossfadeFrames(stills, frames, range, needs.output)
}

/** Scaled whole and then cut, so that it lies at most half a pixel of the frame beside its place, however few pixels the photograph has. */
function stillOf(photo: string, camera: Camera, time: number, { output }: DraftNeeds): Sharp {
  const { x, y, scale } = viewAt(camera, time)
  const width = Math.max(output.width, Math.round(camera.width * scale))
  const height = Math.max(output.height, Math.round(camera.height * scale))
  const left = Math.min(width - output.width, Math.max(0, Math.round(-x)))
  const top = Math.min(height - output.height, Math.max(0, Math.round(-y)))
  return sharp(photo).resize({ width, height, fit: 'fill', kernel: 'lanczos3' }).extract({ left, top, width: output.width, height: output.height })
}
