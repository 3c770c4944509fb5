import { renderScene, type ScenePlace } from '../../farm/render-scene.ts'
import type { Workers } from '../api/api-parts.ts'

/** Renders single scenes, each as a film of its own, to where its request says. */
export function sceneProcessor(parts: Pick<ScenePlace, 'dataFolder' | 'policy'>): Workers['processScene'] {
  const place = { ...parts, slots: 1, encoder: 'auto', folder: null, listen: () => undefined } as const
  return async ({ kenBurns, ...scene }, signal) => {
    const order = kenBurns === undefined ? scene : { ...scene, kenBurns }
    const { sceneVideoUrl, duration } = await renderScene(order, place, signal)
    return { url: sceneVideoUrl, durationSeconds: duration }
  }
}
