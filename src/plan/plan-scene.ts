import type { FilmAssets } from '../assets/gather-assets.ts'
import type { FontFace } from '../assets/font-face.ts'
import { fileNameOf, type ImageOrder } from '../assets/image-order.ts'
import { pointerOf, type Fault } from '../film/fault.ts'
import type { Film } from '../film/film.ts'
import type { PresetName } from '../film/ken-burns-presets.ts'
import { assetPath, type SceneData } from '../templates/scene-site.ts'
import { planCamera, type Camera } from './camera.ts'
import { fontsOfScene, sceneFonts } from './plan-fonts.ts'
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

export type PlannedPhoto = { readonly order: ImageOrder; readonly camera: Camera }

export type ScenePlace = { readonly index: number; readonly range: FrameRange; readonly preset: PresetName; readonly warnings: Fault[] }

/** What a scene's page is told, and the images that it needs for that. */
export function planScene(film: Film, assets: FilmAssets, { index, range, preset, warnings }: ScenePlace): ScenePlan {
  const { output, background } = film
  const scene = film.scenes[index]
  const image = assets.images[index]
  if (!scene || !image) throw new Error('unreachable: a scene without an image has not passed the gathering')
  const planned = planCamera(image, output, { kenBurns: scene.kenBurns, preset })
  warnings.push(...planned.warnings.map((message) => ({ pointer: pointerOf(['scenes', index, 'kenBurns']), message })))
  const order: ImageOrder = { image, width: planned.camera.width, height: planned.camera.height, background }
  const fonts = fontsOfScene(assets.fonts, index, scene.template)
  return {
    index,
    range,
    name: image.name,
    template: scene.template,
    images: [order],
    fonts,
    photo: { order, camera: planned.camera },
    data: {
      props: { ...scene.props, image: assetPath(fileNameOf(order)), camera: planned.camera },
      output: { width: output.width, height: output.height },
      durationMs: frameTimeMs(range.to - range.from, output.fps),
      ...(fonts.length === 0 ? {} : { fonts: sceneFonts(fonts) }),
    },
  }
}
