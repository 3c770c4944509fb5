import type { FilmPlan } from '../plan/plan-film.ts'
import { FramefarmError } from '../shared/errors.ts'
import { draftChoice } from './draft-scene.ts'
import { inScene } from './in-scene.ts'
import { isDraft, type MethodWish } from './methods.ts'
import type { RenderListener } from './render-events.ts'

/** The one template whose page is nothing but the photograph under its camera. */
const drawnByDrafts = 'ken-burns'

/**
 * Says once that a film is a draft, before its first frame.
 * @throws TEMPLATE_FAILED where a scene is more than a draft method can draw
 */
export function checkDraft({ scenes }: Pick<FilmPlan, 'scenes'>, method: MethodWish, listen: RenderListener): void {
  if (!isDraft(method)) return
  const other = scenes.find(({ template }) => template !== drawnByDrafts)
  if (other) {
    const text = `--method ${method} draws only the photograph of the template ${drawnByDrafts}, and this scene has the template ${other.template}`
    throw inScene(other, new FramefarmError('TEMPLATE_FAILED', text, { hint: 'use --method auto' }))
  }
  const { stage } = scenes.find((scene) => scene.stage.transition ?? scene.stage.watermark) ?? {}
  if (stage) listen({ type: 'warning', message: `--method ${method} leaves out ${stage.transition ? 'transitions' : 'the watermark'}` })
  listen({ type: 'warning', message: `--method ${method} is ${draftChoice(method).reason}; --method auto shows what the page shows` })
}
