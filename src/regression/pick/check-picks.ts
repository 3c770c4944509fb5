import type { FilmPlan } from '../../plan/plan-film.ts'
import { FramefarmError } from '../../shared/errors.ts'
import type { FramePick } from '../frame-pick.ts'
import type { FrameRules } from '../rules/frame-rules.ts'
import { timeOfName } from './chosen-name.ts'
import { frameOfTime } from './frame-of-time.ts'
import { isUsual } from './is-usual.ts'
import { pickFrames } from './pick-frames.ts'
import type { PickWishes } from './pick-wishes.ts'

type Known = { readonly picks: FrameRules['picks']; readonly baselineNames: Iterable<string> }

/**
 * The frames of a check. Without wishes they are what the rules beside the film say, and those of chosen times that have a baseline;
 * where the film is too short for one of these by now, nothing is drawn.
 * @throws USAGE for frames that the film does not have, and where no frame is left
 */
export function checkPicks(plan: FilmPlan, wishes: PickWishes, { picks, baselineNames }: Known): readonly FramePick[] {
  if (!isUsual(wishes)) return pickFrames(plan, wishes)
  const usual = picks.usual ? pickFrames(plan, wishes) : []
  const ofRules = picks.at.length === 0 ? [] : pickFrames(plan, { at: picks.at, scenes: [] }, 'the rules beside the film pick')
  const times = [...baselineNames].flatMap((name) => {
    const time = timeOfName(name)
    return time !== null && frameOfTime(time, plan) !== null ? [time] : []
  })
  const chosen = times.length === 0 ? [] : pickFrames(plan, { at: times, scenes: [] })
  const byName = new Map([...usual, ...ofRules, ...chosen].map((pick) => [pick.name, pick]))
  if (byName.size > 0) return [...byName.values()].toSorted((a, b) => a.frame - b.frame || (a.name < b.name ? -1 : 1))
  throw new FramefarmError('USAGE', 'the rules beside the film pick no frame', { hint: 'set picks.usual to true, or name times in picks.at' })
}
