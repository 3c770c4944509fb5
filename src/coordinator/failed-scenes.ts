import type { WorkFailure } from '../api/leases.ts'
import type { Failure } from '../api/render.ts'

/** Index in the film as it was sent. */
export type SceneFailure = { readonly scene: number; readonly failure: Failure }

/**
 * The scenes that a failure is about; none where it is about more than scenes.
 * A list of faults that all lie in scenes is as many failures as it names scenes: without those the film could be made.
 */
export function failedScenes({ scene, ...failure }: WorkFailure): readonly SceneFailure[] {
  const faults = failure.faults ?? []
  const scenes = faults.map(({ pointer }) => /^\/scenes\/(\d+)(?:\/|$)/.exec(pointer)?.[1])
  if (faults.length === 0 || scenes.includes(undefined)) return scene === null || faults.length > 0 ? [] : [{ scene, failure }]
  return [...new Set(scenes.map(Number))].map((index) => {
    const own = faults.filter((_fault, place) => Number(scenes[place]) === index)
    return { scene: index, failure: { ...failure, message: own.map(({ message }) => message).join('; '), faults: own } }
  })
}

/** The failure in the words of the film as it was sent: scenes that were left out move the others. */
export function asSent(failure: WorkFailure, sentScenes: readonly number[]): WorkFailure {
  const sent = (scene: number) => sentScenes[scene] ?? scene
  const faults = failure.faults?.map((fault) => ({
    ...fault,
    pointer: fault.pointer.replace(/^\/scenes\/(\d+)/, (_all, scene: string) => `/scenes/${sent(Number(scene))}`),
  }))
  return { ...failure, ...(faults && { faults }), scene: failure.scene === null ? null : sent(failure.scene) }
}
