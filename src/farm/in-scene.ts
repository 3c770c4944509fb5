import type { ScenePlan } from '../plan/plan-scene.ts'
import { FramefarmError } from '../shared/errors.ts'

/** The same error with the scene and its file in front, so that a user knows which of fifteen it was. */
export function inScene(scene: ScenePlan, error: unknown): unknown {
  if (!(error instanceof FramefarmError) || error.code === 'CANCELLED') return error
  const { code, message, detail, hint, retryable } = error
  const text = `scene ${scene.index + 1} (${scene.name}): ${message}`
  return new FramefarmError(code, text, { ...(detail === undefined ? {} : { detail }), hint, retryable, cause: error })
}
