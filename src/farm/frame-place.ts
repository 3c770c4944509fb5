import type { FrameView } from '../browser/frame-page.ts'
import type { ScenePlan } from '../plan/plan-scene.ts'
import { frameTimeMs } from '../plan/timeline.ts'
import { FramefarmError } from '../shared/errors.ts'
import type { Site } from '../templates/site.ts'
import type { LoadedFilm } from './load-film.ts'

/** Where a frame of a film comes from: its scene's page, at a time from the scene's start; as a PNG, whatever the film's quality. */
export type FramePlace = { readonly scene: ScenePlan; readonly site: Site; readonly timeMs: number; readonly view: FrameView }

/** @param frame its number, from 0 @throws USAGE where the film has no such frame */
export function framePlace({ plan, sites }: Pick<LoadedFilm, 'plan' | 'sites'>, frame: number): FramePlace {
  const { output, scenes } = plan
  const scene = scenes.find(({ range }) => frame < range.to)
  const site = scene && sites[scene.index]
  if (!site || !Number.isInteger(frame) || frame < 0) {
    const last = (scenes.at(-1)?.range.to ?? 1) - 1
    throw new FramefarmError('USAGE', `the film has no frame ${frame}`, { hint: `give a whole number from 0 to ${last}` })
  }
  const { width, height, alpha } = output
  const view = { width, height, format: { type: 'png' as const }, isTransparent: alpha === true }
  return { scene, site, timeMs: frameTimeMs(frame - scene.range.from, output.fps), view }
}
