import type { ScenePlan } from '../plan/plan-scene.ts'
import { FramefarmError } from '../shared/errors.ts'

/** An error that one scene has, by its index in the film. */
export class SceneError extends FramefarmError {
  readonly scene: number

  constructor({ index, name }: ScenePlan, cause: FramefarmError) {
    const { code, message, detail, hint, retryable } = cause
    const extras = { ...(detail === undefined ? {} : { detail }), hint, retryable, cause }
    super(code, `scene ${index + 1} (${name}): ${message}`, extras)
    this.scene = index
  }
}

/** The same error with the scene and its file in front, so that a user knows which of fifteen it was. */
export function inScene(scene: ScenePlan, error: unknown): unknown {
  const isOfScene = error instanceof FramefarmError && error.code !== 'CANCELLED'
  return isOfScene ? new SceneError(scene, error) : error
}
