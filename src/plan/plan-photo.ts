import type { ImageOrder } from '../assets/image-order.ts'
import type { ProbedImage } from '../assets/probe-image.ts'
import { turnedPoint, turnedSize } from '../assets/turn-image.ts'
import { fileNameOf } from '../assets/image-order.ts'
import type { Fit } from '../film/camera-schema.ts'
import { pointerOf, type Fault } from '../film/fault.ts'
import type { Film } from '../film/film.ts'
import type { PresetName } from '../film/ken-burns-presets.ts'
import { assetPath } from '../templates/scene-site.ts'
import { planCamera, type Camera } from './camera.ts'

export type PlannedPhoto = {
  readonly order: ImageOrder
  readonly camera: Camera
  readonly fit: Fit
  /** The same photograph, blurred, to lie behind it. */
  readonly backdrop: ImageOrder | null
}

type PhotoPlace = { readonly index: number; readonly preset: PresetName; readonly warnings: Fault[] }

/** The photograph of a scene under its camera, at the largest size that it is shown at. */
export function planPhoto(image: ProbedImage, { scenes, output, background }: Film, { index, preset, warnings }: PhotoPlace): PlannedPhoto {
  const { kenBurns = null, focus = null, fit = 'cover', rotation = 0 } = scenes[index] ?? {}
  const point = focus === 'auto' ? attentionOf(image, rotation) : focus
  const planned = planCamera(turnedSize(image, rotation), output, { kenBurns, preset, focus: point, fit })
  const { camera } = planned
  warnings.push(...planned.warnings.map((message) => ({ pointer: pointerOf(['scenes', index, 'kenBurns']), message })))
  const turn = rotation === 0 ? {} : { rotation }
  const order: ImageOrder = { image, width: camera.width, height: camera.height, background, ...turn }
  const backdrop: ImageOrder = { image, width: output.width, height: output.height, background, ...turn, isBackdrop: true }
  return { order, camera, fit, backdrop: fit === 'blur-fill' ? backdrop : null }
}

/** What its page has to prepare for a photograph. */
export function ordersOf({ order, backdrop }: PlannedPhoto): readonly ImageOrder[] {
  return backdrop ? [order, backdrop] : [order]
}

/** As its page is told of it. `surround` is what lies around a photograph that does not fill the frame. */
export function photoProps({ order, camera, fit, backdrop }: PlannedPhoto): Readonly<Record<string, unknown>> {
  const surround = { colour: order.background, backdrop: backdrop && assetPath(fileNameOf(backdrop)) }
  return { image: assetPath(fileNameOf(order)), camera: fit === 'cover' ? camera : { ...camera, surround } }
}

function attentionOf(image: ProbedImage, rotation: number): { x: number; y: number } | null {
  return image.attention ? turnedPoint(image.attention, image, rotation) : null
}
