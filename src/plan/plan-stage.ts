import type { FilmAssets } from '../assets/gather-assets.ts'
import type { Film } from '../film/film.ts'
import type { PlannedCaptions } from './plan-captions.ts'
import { fontsField, fontsOfStage } from './plan-fonts.ts'
import type { ScenePicture, ScenePlan } from './plan-scene.ts'
import type { PlannedTransition } from './plan-transition.ts'
import { planWatermark } from './plan-watermark.ts'
import { frameTimeMs, type FrameRange } from './timeline.ts'

/** One of each for every scene. */
type Timed = {
  readonly ranges: readonly FrameRange[]
  readonly transitions: readonly (PlannedTransition | null)[]
  readonly pictures: readonly ScenePicture[]
  readonly captions: readonly PlannedCaptions[]
}

/** Lays what belongs to the film around the picture of each scene: the scene before while a transition lasts, and what lies over both. */
export function planStages(film: Film, assets: FilmAssets, { ranges, transitions, pictures, captions }: Timed): readonly ScenePlan[] {
  const { output, background } = film
  const watermark = planWatermark(film, assets)
  return pictures.map((picture, index) => {
    const { from, to } = ranges[index] ?? { from: 0, to: 0 }
    const transition = transitions[index] ?? null
    const stageFonts = fontsOfStage(assets.fonts, index)
    const [before, itsRange] = [pictures[index - 1], ranges[index - 1]]
    return {
      ...picture,
      index,
      range: { from, to },
      stage: {
        output: { width: output.width, height: output.height },
        durationMs: frameTimeMs(to - from, output.fps),
        background,
        transition: transition?.stage ?? null,
        watermark: watermark?.stage ?? null,
        captions: captions[index]?.stage ?? null,
        ...fontsField(stageFonts),
      },
      captions: captions[index]?.cues ?? [],
      stageFonts,
      stageImages: watermark ? [watermark.order] : [],
      outgoing: transition && before && itsRange ? { ...before, offsetMs: frameTimeMs(itsRange.to - itsRange.from, output.fps) } : null,
    }
  })
}
