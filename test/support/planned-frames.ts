import type { FilmPlan } from '../../src/plan/plan-film.ts'
import type { ScenePlan } from '../../src/plan/plan-scene.ts'
import type { StageCaptions } from '../../src/templates/stage-captions.ts'

type SceneWish = {
  readonly frames: number
  /** Of the transition into it. */
  readonly transitionFrames?: number
  /** Frames of the scene from and up to which each caption is shown. */
  readonly cues?: readonly (readonly [from: number, to: number])[]
}

const fps = { num: 30, den: 1 }
const msOf = (frame: number) => (frame * 1000) / 30

/** Of a film's plan, what decides which of its frames are picked; 30 frames per second. */
export function plannedFrames(wishes: readonly SceneWish[]): Pick<FilmPlan, 'scenes' | 'output' | 'range'> {
  let from = 0
  const scenes = wishes.map(({ frames, transitionFrames, cues = [] }, index) => {
    const range = { from, to: from + frames }
    from = range.to
    const transition = transitionFrames === undefined ? null : { type: 'crossfade', durationMs: msOf(transitionFrames) }
    // Half a frame early, as planCaptions has it.
    const captions =
      cues.length === 0 ? null : { cues: cues.map(([start, end]) => ({ startMs: msOf(start - 0.5), endMs: msOf(end - 0.5), words: [] })) }
    return { index, range, stage: { transition, captions: captions as StageCaptions | null } } as ScenePlan
  })
  return { scenes, output: { width: 320, height: 180, fps, quality: 'draft', codec: 'h264' }, range: { from: 0, to: from } }
}
