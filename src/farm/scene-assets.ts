import { fontFileName } from '../assets/font-face.ts'
import { fileNameOf, type ImageOrder } from '../assets/image-order.ts'
import type { ScenePlan } from '../plan/plan-scene.ts'

/** The files that a scene's page may ask for below `/assets/`, by name. Images are prepared when they are asked for. */
export function sceneAssets(
  { images, fonts }: Pick<ScenePlan, 'images' | 'fonts'>,
  prepare: (order: ImageOrder) => Promise<string>,
): ReadonlyMap<string, () => Promise<string>> {
  const files = fonts.flatMap((face) => {
    const { path } = face
    return path === null ? [] : [[fontFileName(face, path), () => Promise.resolve(path)] as const]
  })
  return new Map([...images.map((order) => [fileNameOf(order), () => prepare(order)] as const), ...files])
}
