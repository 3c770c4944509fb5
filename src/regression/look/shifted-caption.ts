import type { ManifestFrame } from '../baselines/manifest.ts'
import type { FramePick } from '../frame-pick.ts'
import type { Finding } from '../verdict.ts'

/**
 * A caption that begins at another frame of its scene than when it was approved: it is looked at when it begins, so its picture is the same.
 * @param inScene number of the frame from the start of its scene
 */
export function shiftedCaption({ name, why }: FramePick, inScene: number, approved: ManifestFrame | undefined): Finding | null {
  if (!why.includes('caption') || !name.endsWith('-start') || !approved || approved.inScene === inScene) return null
  const by = inScene - approved.inScene
  const frames = Math.abs(by) === 1 ? 'one frame' : `${Math.abs(by)} frames`
  return { kind: by > 0 ? 'late' : 'early', text: `the caption begins ${frames} ${by > 0 ? 'later' : 'earlier'} in its scene` }
}
