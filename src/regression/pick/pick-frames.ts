import type { FilmPlan } from '../../plan/plan-film.ts'
import { durationOf } from '../../plan/timeline.ts'
import { FramefarmError } from '../../shared/errors.ts'
import type { FramePick } from '../frame-pick.ts'
import { chosenName } from './chosen-name.ts'
import { frameOfTime } from './frame-of-time.ts'
import type { PickWishes, SceneRun, TimeWish } from './pick-wishes.ts'
import { placePick } from './place-pick.ts'
import { scenePicks } from './scene-picks.ts'

type Planned = Pick<FilmPlan, 'scenes' | 'output' | 'range'>

/**
 * The frames of a film that are looked at, in their order: those at the wished times, and the usual ones of the wished scenes,
 * or of every scene where neither is wished. Only of the part of the film that is rendered.
 * @param from what names the times, for messages
 * @throws USAGE for a time or a scene that the film does not have
 */
export function pickFrames(plan: Planned, { at, scenes }: PickWishes, from = '--at'): readonly FramePick[] {
  for (const run of scenes) checkRun(run, plan)
  const isWished = (scene: number) => (scenes.length === 0 ? at.length === 0 : scenes.some((run) => run.from <= scene && scene <= run.to))
  const usual = plan.scenes
    .filter(({ index }) => isWished(index + 1))
    .flatMap((scene) => scenePicks(scene, plan.output.fps))
    .filter(({ frame }) => plan.range.from <= frame && frame < plan.range.to)
  const chosen = at.map((wish) => ({ name: chosenName(wish), frame: checkedFrameOf(wish, plan, from), why: ['chosen' as const] }))
  const byName = new Map([...usual, ...chosen].map((pick) => [pick.name, pick]))
  return [...byName.values()].map((pick) => placePick(pick, plan)).toSorted((a, b) => a.frame - b.frame || (a.name < b.name ? -1 : 1))
}

function checkedFrameOf(wish: TimeWish, plan: Planned, from: string): number {
  const frame = frameOfTime(wish, plan)
  if (frame !== null) return frame
  const [fromS, lastS] = [plan.range.from, plan.range.to - 1].map((end) => durationOf(end, plan.output.fps).toFixed(3))
  const time = 'seconds' in wish ? `${wish.seconds} s` : `${wish.part * 100}%`
  throw new FramefarmError('USAGE', `${from} ${time}: the film has no frame there`, {
    hint: `its first frame is at ${fromS} s, its last one at ${lastS} s`,
  })
}

function checkRun({ from, to }: SceneRun, { scenes }: Planned): void {
  if (to <= scenes.length) return
  const run = from === to ? `${from}` : `${from}-${to}`
  throw new FramefarmError('USAGE', `--scenes ${run}: the film has no scene ${Math.max(from, scenes.length + 1)}`, {
    hint: `it has ${scenes.length} ${scenes.length === 1 ? 'scene' : 'scenes'}`,
  })
}
