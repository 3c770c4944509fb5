import type { SlotPool } from '../browser/slot-pool.ts'
import type { LayerScene } from '../compositor/layer-scene.ts'
import type { Output } from '../film/film.ts'
import type { ScenePlan } from '../plan/plan-film.ts'
import { frameTimeMs } from '../plan/timeline.ts'
import { FramefarmError } from '../shared/errors.ts'
import type { Site } from '../templates/site.ts'
import { layerScene } from './layer-scene.ts'
import { draftChoice, draftScene } from './draft-scene.ts'
import type { DraftNeeds, DraftScene } from './draft-still.ts'
import { isDraft, type MethodChoice, type MethodWish } from './methods.ts'

/** How a scene is drawn, with its layers where it is drawn by them, or what FFmpeg makes its frames of. */
export type ChosenMethod = { readonly choice: MethodChoice; readonly layers: LayerScene | null; readonly draft?: DraftScene }

export type MethodNeeds = DraftNeeds & { readonly pool: SlotPool; readonly method: MethodWish; readonly output: Output; readonly signal: AbortSignal }

/**
 * Decides how a scene is drawn. Where its page may be drawn by layers, the page is asked, and the layers are drawn here, once.
 * @throws as FramePage, or TEMPLATE_FAILED where layers were asked for and cannot be had
 */
export async function chooseMethod(scene: ScenePlan, site: Site, needs: MethodNeeds): Promise<ChosenMethod> {
  const { pool, method, output, signal } = needs
  if (isDraft(method)) return { choice: draftChoice(method), layers: null, draft: await draftScene(scene, method, needs) }
  const screenshot = (reason: string): ChosenMethod => ({ choice: { method: 'screenshot', reason }, layers: null })
  if (method === 'screenshot') return screenshot('--method screenshot')
  const { from, to } = scene.range
  const times = Array.from({ length: to - from }, (_, frame) => frameTimeMs(frame, output.fps))
  const layers = await pool.use(async (slot) => {
    const page = await slot.page(signal)
    await page.open(site, signal)
    return layerScene({ page, site, frame: output, signal }, times)
  })
  if (!('reason' in layers)) return { choice: { method: 'layers', reason: 'all that moves in its page are layers' }, layers }
  if (method === 'auto') return screenshot(layers.reason)
  throw new FramefarmError('TEMPLATE_FAILED', `the page cannot be drawn by layers: ${layers.reason}`, { hint: 'use --method auto' })
}
