import { basename } from 'node:path'
import type { FilmAssets } from '../assets/gather-assets.ts'
import type { FontFace } from '../assets/font-face.ts'
import { fileNameOf, type ImageOrder } from '../assets/image-order.ts'
import type { Fault } from '../film/fault.ts'
import type { Film } from '../film/film.ts'
import type { PresetName } from '../film/ken-burns-presets.ts'
import { assetPath, type SceneData, type StageData } from '../templates/scene-site.ts'
import { fontsField, fontsOfScene, withFonts } from './plan-fonts.ts'
import { ordersOf, photoProps, planPhoto, type PlannedPhoto } from './plan-photo.ts'
import { coveringOrder, planProps } from './plan-props.ts'
import type { TimedCue } from './time-words.ts'
import { frameTimeMs, type FrameRange } from './timeline.ts'

/** What a scene's template shows. */
export type ScenePicture = {
  /** What messages call it. */
  readonly name: string
  readonly template: string
  /** Everything that its page shows. */
  readonly images: readonly ImageOrder[]
  /** What its page draws text in. */
  readonly fonts: readonly FontFace[]
  /** The photograph under the camera; null for a template that has none. */
  readonly photo: PlannedPhoto | null
  readonly data: SceneData
}

export type ScenePlan = ScenePicture & {
  readonly index: number
  readonly range: FrameRange
  /** All of its picture that is not its template's. */
  readonly stage: StageData
  /** What is spoken, as text, in film time; whether it is drawn or not. */
  readonly captions: readonly TimedCue[]
  /** Images of the stage itself. */
  readonly stageImages: readonly ImageOrder[]
  /** What the stage itself draws text in. */
  readonly stageFonts: readonly FontFace[]
  /** The scene before, while the transition from it lasts; it is at `offsetMs` when this scene begins. */
  readonly outgoing: (ScenePicture & { readonly offsetMs: number }) | null
}

export type ScenePlace = { readonly index: number; readonly frames: number; readonly preset: PresetName; readonly warnings: Fault[] }

/**
 * What a scene's page is told, and the images that it needs for that.
 * @param place `frames`: how long it moves, the next scene's transition with it
 */
export function planScene(film: Film, assets: FilmAssets, { index, frames, preset, warnings }: ScenePlace): ScenePicture {
  const { output, background } = film
  const scene = film.scenes[index]
  if (!scene) throw new Error('unreachable: a scene that the film does not have')
  const image = assets.images[index] ?? null
  const propImages = assets.propImages[index] ?? []
  const ofProps = planProps(withFonts(scene.props, assets.fonts, index), propImages, output)
  const photo = image && scene.hasCamera ? planPhoto(image, film, { index, preset, warnings }) : null
  const still = image && !scene.hasCamera ? coveringOrder(image, output, { background, rotation: scene.rotation }) : null
  const fonts = fontsOfScene(assets.fonts, index, scene.template)
  return {
    // Not one of the images among its props, which would say nothing of the others.
    name: image?.name ?? basename(scene.template),
    template: scene.template,
    images: [...(photo ? ordersOf(photo) : []), ...(still ? [still] : []), ...ofProps.orders],
    fonts,
    photo,
    data: {
      props: { ...ofProps.props, ...(photo ? photoProps(photo) : {}), ...(still ? { image: assetPath(fileNameOf(still)) } : {}) },
      output: { width: output.width, height: output.height },
      durationMs: frameTimeMs(frames, output.fps),
      ...fontsField(fonts),
    },
  }
}

/** Every font of a scene's page: its own, those of the scene before it, and those of the stage. */
export function fontsOf({ fonts, outgoing, stageFonts }: ScenePlan): readonly FontFace[] {
  return [...fonts, ...(outgoing?.fonts ?? []), ...stageFonts]
}

/** Every image of a scene's page: its own, those of the scene before it, and those of the stage. */
export function imagesOf({ images, outgoing, stageImages }: ScenePlan): readonly ImageOrder[] {
  return [...images, ...(outgoing?.images ?? []), ...stageImages]
}
