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
    throw inScene(other, new FramefarmError('TEMPLATE_FAILED', text, { hint: 'Use --method auto.' }))
  }
  const framed = scenes.find(({ photo }) => photo && photo.fit !== 'cover')
  if (framed) {
    const text = `--method ${method} draws only photographs that cover the frame, and this scene has fit ${framed.photo?.fit}`
    throw inScene(framed, new FramefarmError('TEMPLATE_FAILED', text, { hint: 'Use --method auto.' }))
  }
  const leftOut = [
    ...(scenes.some(({ stage }) => stage.transition) ? ['transitions'] : []),
    ...(scenes.some(({ stage }) => stage.watermark) ? ['the watermark'] : []),
    ...(scenes.some(({ stage }) => stage.captions) ? ['captions'] : []),
  ]
  if (leftOut.length > 0) listen({ type: 'warning', message: `--method ${method} leaves out ${leftOut.join(', ')}` })
  listen({ type: 'warning', message: `--method ${method} is ${draftChoice(method).reason}; --method auto shows what the page shows` })
}
