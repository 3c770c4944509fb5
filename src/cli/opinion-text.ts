import type { Opinion } from '../regression/opinion/opinion.ts'

/** What browsers show, a line each; empty where none was asked. */
export function opinionText(opinions: readonly Opinion[]): string {
  return opinions.map(lineOf).join('')
}

function lineOf({ title, frames, problem }: Opinion): string {
  if (problem !== null) return `opinion: ${title}: ${problem}\n`
  const others = frames.filter(({ comparison }) => comparison.outcome === 'changed').length
  const found =
    others === 0 ? `shows all ${frames.length} frames as the film does` : `shows ${others} of ${frames.length} frames otherwise than the film`
  return `opinion: ${title} ${found}\n`
}
