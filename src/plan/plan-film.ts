import type { FilmAssets } from '../assets/gather-assets.ts'
import { turnedSize } from '../assets/turn-image.ts'
import type { Fault } from '../film/fault.ts'
import type { Film, Output } from '../film/film.ts'
import type { SoundMix } from '../film/sound-mix.ts'
import { hashOf } from '../shared/hash.ts'
import { stageName } from '../templates/load-template.ts'
import { choosePresets } from './choose-presets.ts'
import { chunkFrames, cutScene } from './cut-chunks.ts'
import { filmCaptionWarnings, planCaptions } from './plan-captions.ts'
import { planScene, type ScenePicture, type ScenePlan } from './plan-scene.ts'
import { planSound, soundWarnings } from './plan-sound.ts'
import { planStages } from './plan-stage.ts'
import { planTransitions } from './plan-transition.ts'
import { durationOf, sceneRanges, type FrameRange } from './timeline.ts'

/** A contiguous run of one scene's frames; `from` and `to` count from the film's start. */
export type Chunk = FrameRange & {
  readonly index: number
  readonly scene: ScenePlan
  /** Of everything that decides its pixels and its encoding. */
  readonly hash: string
}

export type FilmPlan = {
  readonly output: Output
  readonly frames: number
  readonly durationS: number
  readonly scenes: readonly ScenePlan[]
  readonly chunks: readonly Chunk[]
  /** null for a silent film */
  readonly sound: SoundMix | null
  readonly warnings: readonly Fault[]
}

/** What, beside the film, decides pixels and encoding: versions, capture, encoder arguments, template contents. */
export type RenderKey = { readonly templates: Readonly<Record<string, string>>; readonly renderer: unknown }

/** The film as work to do. A pure function: the same film, assets and key give the same plan anywhere. */
export function planFilm(film: Film, assets: FilmAssets, key: RenderKey): FilmPlan {
  const { output } = film
  const ranges = sceneRanges(
    film.scenes.map(({ duration }) => duration),
    output.fps,
  )
  const frames = ranges.at(-1)?.to ?? 0
  const durationS = durationOf(frames, output.fps)
  const shown = assets.images.map((image, index) => ({ ...image, ...turnedSize(image, film.scenes[index]?.rotation ?? 0) }))
  const presets = choosePresets(shown, output)
  const warnings: Fault[] = []
  const transitions = planTransitions(film, ranges)
  const pictures = ranges.map(({ from, to }, index) =>
    // A scene moves on under the transition into the next one.
    planScene(film, assets, { index, frames: to - from + (transitions[index + 1]?.frames ?? 0), preset: presets[index] ?? 'zoom-in', warnings }),
  )
  const captions = ranges.map((range, index) => planCaptions(film, assets, { index, range, warnings }))
  const scenes = planStages(film, assets, { ranges, transitions, pictures, captions })
  const chunks = scenes
    .flatMap((scene) => cutScene(scene.range, chunkFrames(frames)).map((range) => ({ scene, ...range })))
    .map((chunk, index) => ({ ...chunk, index, hash: chunkHash(chunk.scene, chunk, { output, key }) }))
  const sound = planSound(film, assets, { ranges, durationS })
  return {
    output,
    frames,
    durationS,
    scenes,
    chunks,
    sound,
    warnings: [...warnings, ...filmCaptionWarnings(film, assets, scenes), ...soundWarnings(film, assets, { ranges, durationS })],
  }
}

function chunkHash(
  { range, stage, outgoing, ...incoming }: ScenePlan,
  chunk: FrameRange,
  { output, key }: { output: Output; key: RenderKey },
): string {
  const act = ({ template, data }: ScenePicture) => ({ data, template: key.templates[template] })
  return hashOf({
    // Frames count from the scene's start: a scene that moves within the film keeps its chunks.
    frames: [chunk.from - range.from, chunk.to - range.from],
    stage,
    stageTemplate: key.templates[stageName],
    incoming: act(incoming),
    outgoing: outgoing && { ...act(outgoing), offsetMs: outgoing.offsetMs },
    output,
    renderer: key.renderer,
  })
}
