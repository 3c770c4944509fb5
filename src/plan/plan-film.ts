import type { FilmAssets } from '../assets/gather-assets.ts'
import { fileNameOf, type ImageOrder } from '../assets/image-order.ts'
import { pointerOf, type Fault } from '../film/fault.ts'
import type { Film, Output } from '../film/film.ts'
import type { PresetName } from '../film/ken-burns-presets.ts'
import type { SoundMix } from '../film/sound-mix.ts'
import { hashOf } from '../shared/hash.ts'
import { assetPath, type SceneData } from '../templates/scene-site.ts'
import { planCamera, type Camera } from './camera.ts'
import { choosePresets } from './choose-presets.ts'
import { chunkFrames, cutScene } from './cut-chunks.ts'
import { durationOf, frameTimeMs, sceneRanges, type FrameRange } from './timeline.ts'

export type ScenePlan = {
  readonly index: number
  readonly range: FrameRange
  readonly template: string
  readonly image: ImageOrder
  readonly camera: Camera
  readonly data: SceneData
}

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
  const presets = choosePresets(assets.images, output)
  const warnings: Fault[] = []
  const scenes = ranges.map((range, index) => planScene(film, assets, { index, range, preset: presets[index] ?? 'zoom-in', warnings }))
  const chunks = scenes
    .flatMap((scene) => cutScene(scene.range, chunkFrames(frames)).map((range) => ({ scene, ...range })))
    .map((chunk, index) => ({ ...chunk, index, hash: chunkHash(chunk.scene, chunk, { output, key }) }))
  const sound = planSound(film, assets, { ranges, durationS })
  return { output, frames, durationS, scenes, chunks, sound, warnings: [...warnings, ...soundWarnings(film, assets, { ranges, durationS })] }
}

type ScenePlace = { readonly index: number; readonly range: FrameRange; readonly preset: PresetName; readonly warnings: Fault[] }

function planScene(film: Film, assets: FilmAssets, { index, range, preset, warnings }: ScenePlace): ScenePlan {
  const { output, background } = film
  const scene = film.scenes[index]
  const image = assets.images[index]
  if (!scene || !image) throw new Error('unreachable: a scene without an image has not passed the gathering')
  const planned = planCamera(image, output, { kenBurns: scene.kenBurns, preset })
  warnings.push(...planned.warnings.map((message) => ({ pointer: pointerOf(['scenes', index, 'kenBurns']), message })))
  const order: ImageOrder = { image, width: planned.camera.width, height: planned.camera.height, background }
  return {
    index,
    range,
    template: scene.template,
    image: order,
    camera: planned.camera,
    data: {
      props: { ...scene.props, image: assetPath(fileNameOf(order)), camera: planned.camera },
      output: { width: output.width, height: output.height },
      durationMs: frameTimeMs(range.to - range.from, output.fps),
    },
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

type Timing = { readonly ranges: readonly FrameRange[]; readonly durationS: number }

function planSound(film: Film, assets: FilmAssets, { ranges, durationS }: Timing): SoundMix | null {
  const clips = film.scenes.flatMap(({ voiceover }, index) => {
    const sound = assets.voiceovers[index]
    if (!voiceover || !sound) return []
    const startS = durationOf(ranges[index]?.from ?? 0, film.output.fps) + voiceover.offset
    return startS < durationS ? [{ path: sound.path, startS, volume: voiceover.volume }] : []
  })
  if (clips.length === 0 && !film.music) return null
  const music =
    film.music && assets.music
      ? { ...assets.music, volume: film.music.volume, loop: film.music.loop, fadeInS: film.music.fadeIn, fadeOutS: film.music.fadeOut }
      : null
  return { clips, music, durationS }
}

/** A voice that is cut off by the film's end, or still speaks when the next one starts, is seldom meant. */
function soundWarnings(film: Film, assets: FilmAssets, { ranges, durationS }: Timing): readonly Fault[] {
  return film.scenes.flatMap(({ voiceover }, index) => {
    const sound = assets.voiceovers[index]
    const range = ranges[index]
    if (!voiceover || !sound || !range) return []
    const frameS = durationOf(1, film.output.fps)
    const endS = durationOf(range.from, film.output.fps) + voiceover.offset + sound.durationS
    const pointer = pointerOf(['scenes', index, 'voiceover'])
    // A scene is rounded to whole frames; a voice of the same length may stick out by a part of one.
    if (endS > durationS + frameS)
      return [{ pointer, message: `goes on ${(endS - durationS).toFixed(1)} s after the end of the film and is cut off there` }]
    const overS = endS - durationOf(range.to, film.output.fps)
    return overS > frameS ? [{ pointer, message: `goes on ${overS.toFixed(1)} s into the next scene` }] : []
  })
}
