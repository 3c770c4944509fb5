import type { FilmAssets } from '../assets/gather-assets.ts'
import { containers, type Container } from '../film/containers.ts'
import type { Fault } from '../film/fault.ts'
import type { Film, Output } from '../film/film.ts'
import type { SoundMix } from '../film/sound-mix.ts'
import { hashOf } from '../shared/hash.ts'
import { checkContainer } from './check-container.ts'
import { choosePresets } from './choose-presets.ts'
import { chunkFrames, cutScene } from './cut-chunks.ts'
import { planPictures, type PlannedPictures } from './plan-pictures.ts'
import { overlap, planRange } from './plan-range.ts'
import { planScene, type ScenePlan } from './plan-scene.ts'
import { planSound, soundWarnings } from './plan-sound.ts'
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
  readonly container: Container
  /** Seconds, for HLS. */
  readonly segmentS: number
  /** Of the film's frames, those that are rendered. */
  readonly range: FrameRange
  /** How many are rendered, and how long they last. */
  readonly frames: number
  readonly durationS: number
  readonly scenes: readonly ScenePlan[]
  readonly chunks: readonly Chunk[]
  /** Of the whole film, also where only a part of it is rendered; null for a silent film. */
  readonly sound: SoundMix | null
  readonly pictures: PlannedPictures
  readonly warnings: readonly Fault[]
}

/** What, beside the film, decides pixels and encoding: versions, capture, encoder arguments, template contents. */
export type RenderKey = { readonly templates: Readonly<Record<string, string>>; readonly renderer: unknown }

/** What Apple advises for HLS. */
const usualSegmentS = 6

/** The film as work to do. A pure function: the same film, assets and key give the same plan anywhere. */
export function planFilm(film: Film, assets: FilmAssets, key: RenderKey): FilmPlan {
  const { output, delivery } = film
  const ranges = sceneRanges(
    film.scenes.map(({ duration }) => duration),
    output.fps,
  )
  const filmFrames = ranges.at(-1)?.to ?? 0
  const filmS = durationOf(filmFrames, output.fps)
  const part = planRange(delivery, filmFrames, output.fps)
  const frames = part.range.to - part.range.from
  const presets = choosePresets(assets.images, output)
  const warnings: Fault[] = [...part.warnings]
  const scenes = ranges.map((range, index) => planScene(film, assets, { index, range, preset: presets[index] ?? 'zoom-in', warnings }))
  const chunks = scenes
    // Cut as in the whole film, and then to the part of it: chunks that lie in it whole are the film's own.
    .flatMap((scene) => cutScene(scene.range, chunkFrames(filmFrames)).map((chunk) => ({ scene, kept: overlap(chunk, part.range) })))
    .flatMap(({ scene, kept }) => (kept === null ? [] : [{ scene, ...kept }]))
    .map((chunk, index) => ({ ...chunk, index, hash: chunkHash(chunk.scene, chunk, { output, key }) }))
  const timing = { ranges, durationS: filmS }
  const sound = planSound(film, assets, timing)
  const container = delivery.container ?? 'mp4'
  warnings.push(...checkContainer(film, container, { frames, hasSound: sound !== null }))
  const durationS = durationOf(frames, output.fps)
  const pictures = planPictures(delivery, frames, output)
  return {
    output,
    container,
    segmentS: delivery.segmentS ?? usualSegmentS,
    range: part.range,
    frames,
    durationS,
    scenes,
    chunks,
    sound: containers[container].hasSound ? sound : null,
    pictures,
    warnings: [...warnings, ...soundWarnings(film, assets, timing)],
  }
}

function chunkHash({ template, data, range }: ScenePlan, chunk: FrameRange, { output, key }: { output: Output; key: RenderKey }): string {
  return hashOf({
    // Frames count from the scene's start: a scene that moves within the film keeps its chunks.
    frames: [chunk.from - range.from, chunk.to - range.from],
    data,
    template: key.templates[template],
    output,
    renderer: key.renderer,
  })
}
