import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Sharp } from 'sharp'
import type { ImageStore } from '../assets/image-store.ts'
import type { FilteredFrames } from '../encoder/encode-chunk.ts'
import type { Output } from '../film/film.ts'
import type { PlannedPhoto } from '../plan/plan-photo.ts'
import type { ScenePlan } from '../plan/plan-scene.ts'
import type { FrameRange } from '../plan/timeline.ts'
import { storageError } from '../storage/storage-error.ts'

/** A scene that FFmpeg draws alone: what it is to make of some of the scene's frames, counted from the scene's start. */
export type DraftScene = (frames: FrameRange) => FilteredFrames

export type DraftNeeds = { readonly images: ImageStore; readonly workFolder: string; readonly output: Output }

/** The photograph under the camera. `checkDraft` has refused films with scenes that have none. */
export function photoOf({ name, photo }: ScenePlan): PlannedPhoto {
  if (!photo) throw new Error(`unreachable: ${name} has no photograph`)
  return photo
}

/** How many frames the camera moves for: longer than the scene's slot where a transition follows. */
export function movingFrames({ data }: ScenePlan, { output }: DraftNeeds): number {
  return (data.durationMs * output.fps.num) / (1000 * output.fps.den)
}

/** A picture as FFmpeg will read it, in the work folder. @throws DISK_FULL */
export async function writeStill(picture: Sharp, { index }: ScenePlan, name: string, { workFolder }: DraftNeeds): Promise<string> {
  const path = join(workFolder, `scene-${index}-${name}.png`)
  const bytes = await picture.toColourspace('srgb').png({ compressionLevel: 1 }).toBuffer()
  try {
    await writeFile(path, bytes)
    return path
  } catch (cause) {
    throw storageError(`the still ${path} could not be written`, cause)
  }
}
