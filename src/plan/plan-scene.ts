import { basename } from 'node:path'
import type { FilmAssets } from '../assets/gather-assets.ts'
import type { ProbedImage } from '../assets/probe-image.ts'
import { fileNameOf, type ImageOrder } from '../assets/image-order.ts'
import { pointerOf, type Fault } from '../film/fault.ts'
import type { Film } from '../film/film.ts'
import type { PresetName } from '../film/ken-burns-presets.ts'
import { assetPath, type SceneData, type StageData } from '../templates/scene-site.ts'
import { coveringOrder, planProps } from './plan-props.ts'
import { planCamera, type Camera } from './camera.ts'
import { frameTimeMs, type FrameRange } from './timeline.ts'

export type PlannedPhoto = { readonly order: ImageOrder; readonly camera: Camera }

/** What a scene's template shows. */
export type ScenePicture = {
  /** What messages call it. */
  readonly name: string
  readonly template: string
  /** Everything that its page shows. */
  readonly images: readonly ImageOrder[]
  /** The photograph under the camera; null for a template that has none. */
  readonly photo: PlannedPhoto | null
  readonly data: SceneData
}

export type ScenePlan = ScenePicture & {
  readonly index: number
  readonly range: FrameRange
  /** All of its picture that is not its template's. */
  readonly stage: StageData
  /** Images of the stage itself. */
  readonly stageImages: readonly ImageOrder[]
  /** The scene before, while the transition from it lasts; it is at `offsetMs` when this scene begins. */
  readonly outgoing: (ScenePicture & { readonly offsetMs: number }) | null
}

export type ScenePlace = { readonly index: number; readonly frames: number; readonly preset: PresetName; readonly warnings: Fault[] }

type PhotoPlace = Pick<ScenePlace, 'index' | 'preset' | 'warnings'>

/** The photograph at the largest size that its camera shows it at. */
function planPhoto(image: ProbedImage, { scenes, output, background }: Film, { index, preset, warnings }: PhotoPlace): PlannedPhoto {
  const planned = planCamera(image, output, { kenBurns: scenes[index]?.kenBurns ?? null, preset })
  warnings.push(...planned.warnings.map((message) => ({ pointer: pointerOf(['scenes', index, 'kenBurns']), message })))
  return { order: { image, width: planned.camera.width, height: planned.camera.height, background }, camera: planned.camera }
}

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
  const ofProps = planProps(scene.props, propImages, output)
  const photo = image && scene.hasCamera ? planPhoto(image, film, { index, preset, warnings }) : null
  const still = image && !scene.hasCamera ? coveringOrder(image, output, background) : null
  const order = photo?.order ?? still
  return {
    name: image?.name ?? propImages[0]?.image.name ?? basename(scene.template),
    template: scene.template,
    images: [...(order ? [order] : []), ...ofProps.orders],
    photo,
    data: {
      props: { ...ofProps.props, ...(order ? { image: assetPath(fileNameOf(order)) } : {}), ...(photo ? { camera: photo.camera } : {}) },
      output: { width: output.width, height: output.height },
      durationMs: frameTimeMs(frames, output.fps),
    },
  }
}

/** Every image of a scene's page: its own, those of the scene before it, and those of the stage. */
export function imagesOf({ images, outgoing, stageImages }: ScenePlan): readonly ImageOrder[] {
  return [...images, ...(outgoing?.images ?? []), ...stageImages]
}
