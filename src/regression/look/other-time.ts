import type { ManifestFrame } from '../baselines/manifest.ts'
import type { Finding } from '../verdict.ts'

/**
 * A frame that is taken at another time of its scene than when it was approved: a middle of a longer scene, a caption that begins later.
 * @param inScene number of the frame from the start of its scene
 */
export function otherTime(inScene: number, approved: Pick<ManifestFrame, 'inScene'> | undefined): Finding | null {
  if (!approved || approved.inScene === inScene) return null
  const text = `taken at another time of its scene than its baseline, at frame ${inScene} instead of ${approved.inScene}`
  return { kind: 'timing', text: `${text}: the scene or its captions have other times, or it is another scene` }
}
