import type { FilmPlan } from '../plan/plan-film.ts'
import { durationOf } from '../plan/timeline.ts'

/** When a scene is to be seen, in seconds, and what leads into it. */
export type TimeLineEntry = {
  readonly scene: number
  readonly name: string
  readonly startS: number
  readonly durationS: number
  readonly transition: { readonly type: string; readonly durationS: number } | null
}

export function timeLineOf({ scenes, output }: Pick<FilmPlan, 'scenes' | 'output'>): readonly TimeLineEntry[] {
  return scenes.map(({ index, name, range, stage }) => ({
    scene: index + 1,
    name,
    startS: durationOf(range.from, output.fps),
    durationS: durationOf(range.to - range.from, output.fps),
    transition: stage.transition && { type: stage.transition.type, durationS: stage.transition.durationMs / 1000 },
  }))
}

/** One line a scene: start, length, name, and the transition into it. */
export function timeLineText(entries: readonly TimeLineEntry[]): string {
  const nameWidth = Math.max(...entries.map(({ name }) => name.length))
  const lines = entries.map(({ scene, name, startS, durationS, transition }) => {
    const columns = [`${scene}`.padStart(4), `${startS.toFixed(2)} s`.padStart(11), `${durationS.toFixed(2)} s`.padStart(10), name.padEnd(nameWidth)]
    return `${columns.join('  ')}${transition ? `  ${transition.type} ${transition.durationS.toFixed(2)} s` : ''}`.trimEnd()
  })
  return ['scene      start    length', ...lines, ''].join('\n')
}
