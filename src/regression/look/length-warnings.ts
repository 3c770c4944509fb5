import type { FilmPlan } from '../../plan/plan-film.ts'
import type { Manifest } from '../baselines/manifest.ts'

type Planned = { readonly scenes: readonly Pick<FilmPlan['scenes'][number], 'index' | 'range'>[] }

/**
 * What has another length than when the baselines were approved: the film, and, where it has as many scenes as then, which of them.
 * Who reads of a hundred frames that have changed is to know that a scene was taken out.
 */
export function lengthWarnings(manifest: Pick<Manifest, 'film' | 'frames'> | null, { scenes }: Planned): readonly string[] {
  if (!manifest) return []
  const before = approvedLengths(manifest)
  const frames = scenes.at(-1)?.range.to ?? 0
  const film =
    frames === manifest.film.frames ? [] : [`the film has ${frames} frames; it had ${manifest.film.frames} when its baselines were approved`]
  if (before.count !== null && before.count !== scenes.length) return [...film, `the film has ${scenesText(scenes.length)}; it had ${before.count}`]
  const ofScenes = scenes.flatMap(({ index, range: { from, to } }) => {
    const had = before.lengths.get(index + 1)
    return had === undefined || had === to - from ? [] : [`scene ${index + 1} has ${to - from} frames; it had ${had}`]
  })
  return [...film, ...ofScenes]
}

/** By the last frames of scenes. `count`: of the film's scenes; null where that of its end is not among them. */
function approvedLengths({ film, frames }: Pick<Manifest, 'film' | 'frames'>): {
  readonly count: number | null
  readonly lengths: ReadonlyMap<number, number>
} {
  const lasts = Object.values(frames).filter(({ why }) => why.includes('last'))
  const end = lasts.find(({ frame }) => frame === film.frames - 1)
  return { count: end?.scene ?? null, lengths: new Map(lasts.map(({ scene, inScene }) => [scene, inScene + 1])) }
}

function scenesText(count: number): string {
  return count === 1 ? '1 scene' : `${count} scenes`
}
