import type { ProbedImage } from '../assets/probe-image.ts'
import type { FilmAssets } from '../assets/gather-assets.ts'
import { turnedSize } from '../assets/turn-image.ts'
import { containers } from '../film/containers.ts'
import type { Fault } from '../film/fault.ts'
import type { Film, Output } from '../film/film.ts'
import type { SoundMix, SoundTrack } from '../film/sound-mix.ts'
import { hashOf } from '../shared/hash.ts'
import type { PresetName } from '../film/ken-burns-presets.ts'
import { stageName } from '../templates/load-template.ts'
import { choosePresets } from './choose-presets.ts'
import { chunkFrames, cutScene } from './cut-chunks.ts'
import { filmCaptionWarnings, planCaptions } from './plan-captions.ts'
import { planDelivery, type DeliveryPlan } from './plan-delivery.ts'
import { sceneDurations } from './plan-durations.ts'
import { overlap } from './plan-range.ts'
import { planScene, type ScenePicture, type ScenePlan } from './plan-scene.ts'
import { planSound, planTrack } from './plan-sound.ts'
import { planStages } from './plan-stage.ts'
import { planTransitions } from './plan-transition.ts'
import { soundWarnings } from './sound-warnings.ts'
import { durationOf, sceneRanges, type FrameRange } from './timeline.ts'

/** A contiguous run of one scene's frames; `from` and `to` count from the film's start. */
export type Chunk = FrameRange & {
  readonly index: number
  readonly scene: ScenePlan
  /** Of everything that decides its pixels and its encoding. */
  readonly hash: string
}

export type FilmPlan = DeliveryPlan & {
  readonly output: Output
  readonly scenes: readonly ScenePlan[]
  readonly chunks: readonly Chunk[]
  /** Of the whole film, also where only a part of it is rendered; null where nothing is heard. */
  readonly sound: SoundMix | null
  /** Of the file; null for one without. */
  readonly soundTrack: SoundTrack | null
  readonly warnings: readonly Fault[]
}

/** What, beside the film, decides pixels and encoding: versions, capture, encoder arguments, template contents. */
export type RenderKey = { readonly templates: Readonly<Record<string, string>>; readonly renderer: unknown }

/** The film as work to do. A pure function: the same film, assets and key give the same plan anywhere. */
export function planFilm(film: Film, assets: FilmAssets, key: RenderKey): FilmPlan {
  const { output } = film
  const ranges = sceneRanges(sceneDurations(film, assets), output.fps)
  const filmFrames = ranges.at(-1)?.to ?? 0
  const filmS = durationOf(filmFrames, output.fps)
  const timing = { ranges, durationS: filmS }
  const sound = planSound(film, assets, timing)
  const { delivery, warnings: deliveryWarnings } = planDelivery(film, filmFrames, sound !== null)
  const presets = presetsOf(film, assets)
  const warnings: Fault[] = [...deliveryWarnings]
  const transitions = planTransitions(film, ranges)
  const pictures = ranges.map(({ from, to }, index) =>
    // A scene moves on under the transition into the next one.
    planScene(film, assets, { index, frames: to - from + (transitions[index + 1]?.frames ?? 0), preset: presets.get(index) ?? 'zoom-in', warnings }),
  )
  const captions = ranges.map((range, index) => planCaptions(film, assets, { index, range, warnings }))
  const scenes = planStages(film, assets, { ranges, transitions, pictures, captions })
  const chunks = scenes
    // Cut as in the whole film, and then to the part of it: chunks that lie in it whole are the film's own.
    .flatMap((scene) => cutScene(scene.range, chunkFrames(filmFrames)).map((chunk) => ({ scene, kept: overlap(chunk, delivery.range) })))
    .flatMap(({ scene, kept }) => (kept === null ? [] : [{ scene, ...kept }]))
    .map((chunk, index) => ({ ...chunk, index, hash: chunkHash(chunk.scene, chunk, { output, key }) }))
  const { hasSound } = containers[delivery.container]
  return {
    ...delivery,
    output,
    scenes,
    chunks,
    sound: hasSound ? sound : null,
    soundTrack: hasSound ? planTrack(film, sound !== null) : null,
    warnings: [...warnings, ...filmCaptionWarnings(film, assets, scenes), ...soundWarnings(film, assets, timing)],
  }
}

/** By scene; those without a photograph have none, and those beside them count as neighbours. */
function presetsOf({ output, scenes }: Film, { images }: FilmAssets): ReadonlyMap<number, PresetName> {
  const turned = (image: ProbedImage, index: number) => ({ ...image, ...turnedSize(image, scenes[index]?.rotation ?? 0) })
  const shown = [...images.entries()].flatMap(([index, image]) => (image ? [{ index, image: turned(image, index) }] : []))
  const presets = choosePresets(
    shown.map(({ image }) => image),
    output,
  )
  return new Map(shown.flatMap(({ index }, at) => (presets[at] ? [[index, presets[at]] as const] : [])))
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
