import { relative } from 'node:path'
import type { FilmCheck } from '../regression/film/film-check.ts'
import { verdictText } from '../regression/film/film-words.ts'

/** A check of an encoded film, for people. */
export function filmCheckText(check: FilmCheck, reportPath: string): string {
  const { verdict, findings, notes, worst, tookS } = check
  const lines = [
    `${verdict === 'changed' ? '✗' : '✓'} ${relative('', check.actual.path)}: ${verdictText(check)}`,
    ...findings.map(({ text }) => `  - ${text}`),
    ...(worst.length === 0
      ? []
      : [`  worst frames: ${worst.map(({ measured }) => `${measured.frame} (${measured.seconds.toFixed(3)} s)`).join(', ')}`]),
    ...notes.map((note) => `  note: ${note}`),
    `  report: ${relative('', reportPath)}  (${check.frames.length} frames in ${tookS.toFixed(1)} s)`,
  ]
  return `${lines.join('\n')}\n`
}
