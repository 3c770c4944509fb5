import type { WorkFailure } from '../api/leases.ts'
import { SceneError } from '../farm/in-scene.ts'
import { FilmInvalidError, type Fault } from '../film/fault.ts'
import { FramefarmError, messageOf } from '../shared/errors.ts'

/** What went wrong, as a coordinator is told. What is no error of ours is a bug, and may be gone the next time. */
export function failureOf(error: unknown): WorkFailure {
  if (!(error instanceof FramefarmError)) {
    const hint = 'This is a fault in Framefarm; the log of the worker shows where.'
    return { code: 'INTERNAL', message: messageOf(error), hint, retryable: true, scene: null }
  }
  const { code, message, hint, retryable } = error
  const facts = { code, message, hint, retryable }
  if (!(error instanceof FilmInvalidError)) return { ...facts, scene: error instanceof SceneError ? error.scene : null }
  return { ...facts, faults: error.faults.map(({ pointer, ...fault }) => ({ pointer, message: textOf(fault) })), scene: sceneOf(error.faults) }
}

function textOf({ message, allowed }: Omit<Fault, 'pointer'>): string {
  return allowed === undefined ? message : `${message}; allowed: ${allowed}`
}

/** The first scene with a fault, where nothing but scenes has faults: without them the film could be made. */
function sceneOf(faults: readonly Fault[]): number | null {
  const scenes = faults.map(({ pointer }) => /^\/scenes\/(\d+)/.exec(pointer)?.[1])
  return scenes.includes(undefined) ? null : Math.min(...scenes.map(Number))
}
