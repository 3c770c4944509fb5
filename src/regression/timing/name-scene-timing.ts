import type { FramePick } from '../frame-pick.ts'
import type { Finding } from '../verdict.ts'

/** A frame that was compared. */
export type SceneFrame = {
  readonly pick: FramePick
  /** Pixels that what moved furthest has moved; null where something else has changed. */
  readonly moved: number | null
}

const timing: Finding = {
  kind: 'timing',
  text: "the move's timing (easing) has changed: the scene starts and ends as before, and is elsewhere in between",
}
/** The last frame of a scene is one before the end of its move: there another easing is not quite where the first one was. */
const endShare = 0.25

/**
 * What only the frames of a scene together tell: its first and last are as they were, and those between have moved.
 * @param frames of the whole film
 * @returns a further finding for frames, by the name of the pick
 */
export function nameSceneTiming(frames: readonly SceneFrame[]): ReadonlyMap<string, Finding> {
  const scenes = Map.groupBy(frames, ({ pick }) => pick.scene)
  return new Map([...scenes.values()].flatMap(changedBetween).map(({ pick }) => [pick.name, timing]))
}

/** The frames of a scene that have moved, where its ends have not. */
function changedBetween(scene: readonly SceneFrame[]): readonly SceneFrame[] {
  const isEnd = ({ pick }: SceneFrame) => pick.why.includes('first') || pick.why.includes('last')
  const ends = scene.filter(isEnd)
  const between = scene.filter((frame) => !isEnd(frame) && !frame.pick.why.includes('transition') && (frame.moved ?? 0) > 0)
  const furthest = Math.max(0, ...between.map(({ moved }) => moved ?? 0))
  const isKept = ends.length === 2 && ends.every(({ moved }) => moved !== null && moved <= endShare * furthest)
  return isKept ? between : []
}
