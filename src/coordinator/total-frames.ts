import type { SceneFrames } from '../engine/records/chunk-records.ts'

export function totalFrames(scenes: readonly Pick<SceneFrames, 'framesDone' | 'framesTotal'>[]) {
  const sum = (count: (scene: Pick<SceneFrames, 'framesDone' | 'framesTotal'>) => number) => scenes.reduce((total, scene) => total + count(scene), 0)
  return { framesDone: sum(({ framesDone }) => framesDone), framesTotal: sum(({ framesTotal }) => framesTotal) }
}
