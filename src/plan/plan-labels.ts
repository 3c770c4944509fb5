import type { Film } from '../film/film.ts'
import type { FilmPlan } from './plan-film.ts'
import { overlap } from './plan-range.ts'
import type { FrameRange } from './timeline.ts'

/** A chapter of the file; its frames count from the file's start. */
type Chapter = FrameRange & { readonly title: string }

/** What is written into a file beside picture and sound. */
export type FilmLabels = {
  readonly tags: Readonly<Record<string, string>>
  /** ISO 639-2; null where it is not said. */
  readonly language: string | null
  readonly chapters: readonly Chapter[]
}

export function planLabels({ delivery, scenes }: Film, plan: Pick<FilmPlan, 'scenes' | 'range'>): FilmLabels {
  const { language = null, chapters = scenes.some(({ title }) => title !== null), ...texts } = delivery.metadata
  const tags = Object.fromEntries(Object.entries(texts).flatMap(([name, text]) => (text === undefined ? [] : [[name, text]])))
  return { tags, language, chapters: chapters ? chaptersOf(scenes, plan) : [] }
}

function chaptersOf(scenes: Film['scenes'], { scenes: planned, range }: Pick<FilmPlan, 'scenes' | 'range'>): readonly Chapter[] {
  return planned.flatMap((scene) => {
    const shown = overlap(scene.range, range)
    if (shown === null) return []
    return [{ title: scenes[scene.index]?.title ?? `${scene.index + 1}`, from: shown.from - range.from, to: shown.to - range.from }]
  })
}
