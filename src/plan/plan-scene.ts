import type { FilmAssets } from '../assets/gather-assets.ts'
import type { FontFace } from '../assets/font-face.ts'
import type { ImageOrder } from '../assets/image-order.ts'
import type { Fault } from '../film/fault.ts'
import type { Film } from '../film/film.ts'
import type { PresetName } from '../film/ken-burns-presets.ts'
import type { SceneData } from '../templates/scene-site.ts'
import { fontsOfScene, sceneFonts } from './plan-fonts.ts'
import { ordersOf, photoProps, planPhoto, type PlannedPhoto } from './plan-photo.ts'
import { frameTimeMs, type FrameRange } from './timeline.ts'

export type ScenePlan = {
  readonly index: number
  readonly range: FrameRange
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

export type ScenePlace = { readonly index: number; readonly range: FrameRange; readonly preset: PresetName; readonly warnings: Fault[] }

/** What a scene's page is told, and the images that it needs for that. */
export function planScene(film: Film, assets: FilmAssets, { index, range, preset, warnings }: ScenePlace): ScenePlan {
  const { output } = film
  const scene = film.scenes[index]
  const image = assets.images[index]
  if (!scene || !image) throw new Error('unreachable: a scene without an image has not passed the gathering')
  const photo = planPhoto(image, film, { index, preset, warnings })
  const fonts = fontsOfScene(assets.fonts, index, scene.template)
  return {
    index,
    range,
    name: image.name,
    template: scene.template,
    images: ordersOf(photo),
    fonts,
    photo,
    data: {
      props: { ...scene.props, ...photoProps(photo) },
      output: { width: output.width, height: output.height },
      durationMs: frameTimeMs(range.to - range.from, output.fps),
      ...(fonts.length === 0 ? {} : { fonts: sceneFonts(fonts) }),
    },
  }
}
