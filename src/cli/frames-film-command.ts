import { checkEncodedFilm } from '../regression/film/check-encoded-film.ts'
import type { FilmCheck } from '../regression/film/film-check.ts'
import { usualLimits, type FilmLimits } from '../regression/film/film-limits.ts'
import { picturesFolderOf, writeFilmReport } from '../regression/film/report/write-film-report.ts'
import { exitCodes } from '../shared/error-codes.ts'
import { FramefarmError } from '../shared/errors.ts'
import type { FramesFilmOptions } from './frames-film-options.ts'
import { filmCheckText } from './frames-film-text.ts'
import { errorAsJson } from './run-to-end.ts'

type Films = { readonly baseline: string; readonly actual: string }

/** @returns the exit code @throws FRAMES_DIFFER, but for `--json`, which has it in its answer */
export async function framesFilmCommand(films: Films, options: FramesFilmOptions, signal: AbortSignal): Promise<number> {
  const check = await checkEncodedFilm({ ...films, limits: limitsOf(options), picturesFolder: picturesFolderOf(options.report) }, signal)
  const report = await writeFilmReport(check, options.report)
  const error = check.verdict === 'changed' ? differenceOf(check, films) : null
  if (options.json) {
    process.stdout.write(`${JSON.stringify({ ...check, report, ...(error ? { error: errorAsJson(error) } : {}) }, null, 2)}\n`)
    return error?.exitCode ?? exitCodes.ok
  }
  process.stdout.write(filmCheckText(check, report.html))
  if (error) throw error
  return exitCodes.ok
}

function limitsOf(options: FramesFilmOptions): Partial<FilmLimits> {
  const names = Object.keys(usualLimits) as (keyof FilmLimits)[]
  return Object.fromEntries(names.flatMap((name) => (options[name] === undefined ? [] : [[name, options[name]]])))
}

function differenceOf({ findings }: FilmCheck, { baseline, actual }: Films): FramefarmError {
  const hint = `look at the report; where the film is meant to be so, it becomes the baseline: copy it over ${baseline}`
  const first = `${findings[0]?.text}${findings.length > 1 ? `, and ${findings.length - 1} more` : ''}`
  return new FramefarmError('FRAMES_DIFFER', `${actual} is not as ${baseline}: ${first}`, { hint })
}
