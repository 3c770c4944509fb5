import type { Baselines } from '../baselines/read-baselines.ts'
import type { ComparedFrame } from './compare-frame.ts'
import type { FramePick } from '../frame-pick.ts'
import { isUsual } from '../pick/is-usual.ts'
import type { PickWishes } from '../pick/pick-wishes.ts'

/** Baselines that nothing is held against any more; none where only some frames were looked at. */
export function goneFrames({ paths, manifest }: Baselines, picks: readonly FramePick[], wishes: PickWishes): readonly ComparedFrame[] {
  if (!isUsual(wishes)) return []
  const picked = new Set(picks.map(({ name }) => name))
  return [...paths].flatMap(([name, path]) => {
    if (picked.has(name)) return []
    const { frame, seconds, scene, inScene, why } = manifest?.frames[name] ?? { frame: 0, seconds: 0, scene: 1, inScene: 0, why: [] }
    const pick = { name, frame, seconds, scene, why }
    const checked = { pick, verdict: { state: 'gone' as const }, baseline: path, actual: null, difference: null }
    return [{ checked, inScene, baseline: null, actual: null, moved: null, isAtOtherTime: false }]
  })
}
