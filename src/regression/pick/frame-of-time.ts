import type { FilmPlan } from '../../plan/plan-film.ts'
import { frameAt } from '../../plan/timeline.ts'
import type { TimeWish } from './pick-wishes.ts'

/** The frame at a time; null for one that the film does not have, or does not render. */
export function frameOfTime(wish: TimeWish, { range: { from, to }, output }: Pick<FilmPlan, 'range' | 'output'>): number | null {
  const frame = 'seconds' in wish ? frameAt(wish.seconds, output.fps) : Math.min(to - 1, from + Math.floor(wish.part * (to - from)))
  return from <= frame && frame < to ? frame : null
}
