import { FilmInvalidError, lineOf, type Fault } from '../film/fault.ts'
import type { Film } from '../film/film.ts'
import type { FilmPlan } from './plan-film.ts'

/** A plan for each of a film's files. @throws FilmInvalidError with the faults of all of them, each once */
export function planEach(films: readonly Film[], plan: (film: Film, index: number) => FilmPlan): readonly FilmPlan[] {
  const faults: Fault[] = []
  const plans = films.flatMap((film, index) => {
    try {
      return [plan(film, index)]
    } catch (error) {
      if (!(error instanceof FilmInvalidError)) throw error
      faults.push(...error.faults)
      return []
    }
  })
  if (faults.length > 0) throw new FilmInvalidError(onceEach(faults))
  return plans
}

/** What is said of several files in the same words is said once. */
export function onceEach(faults: readonly Fault[]): readonly Fault[] {
  return [...new Map(faults.map((fault) => [lineOf(fault), fault])).values()]
}
