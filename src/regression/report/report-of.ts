import { relative, sep } from 'node:path'
import type { Opinion } from '../opinion/opinion.ts'
import type { CheckedFrame, FrameCheck } from '../verdict.ts'
import type { FrameState, Report, ReportFrame } from './report-schema.ts'

/** States that need a person: a check with any of them has not passed. */
export const openStates: readonly FrameState[] = ['changed', 'new', 'broken']

/**
 * A check as report.json has it.
 * @param folder the report's; files are named from there
 */
export function reportOf(check: FrameCheck, folder: string, opinions: readonly Opinion[]): Report {
  const counts = { same: 0, noise: 0, changed: 0, new: 0, broken: 0, gone: 0 }
  for (const { verdict } of check.frames) counts[verdict.state]++
  return {
    version: 1,
    result: openStates.some((state) => counts[state] > 0) ? 'different' : 'same',
    film: check.film,
    rendererKey: check.rendererKey,
    method: check.method,
    isSkipped: check.isSkipped,
    seconds: check.seconds,
    warnings: check.warnings,
    counts,
    browsers: opinions.map(({ title, problem }) => ({ browser: title, problem })),
    frames: check.frames.map((frame) => reportFrame(frame, folder, opinions)),
  }
}

function reportFrame({ pick, verdict, baseline, actual, difference }: CheckedFrame, folder: string, opinions: readonly Opinion[]): ReportFrame {
  const { name, frame, seconds, scene, why } = pick
  const comparison = 'comparison' in verdict ? verdict.comparison : null
  return {
    ...{ name, frame, seconds, scene, why },
    state: verdict.state,
    problem: verdict.state === 'broken' ? verdict.problem : null,
    findings: comparison?.findings ?? [],
    measures: comparison?.measures ?? null,
    files: { baseline: pathFrom(folder, baseline), actual: pathFrom(folder, actual), difference: pathFrom(folder, difference) },
    opinions: opinions.flatMap((opinion) => opinionsOf(opinion, name, folder)),
  }
}

function opinionsOf({ title, frames }: Opinion, name: string, folder: string): ReportFrame['opinions'] {
  return frames
    .filter((frame) => frame.name === name)
    .map(({ comparison: { outcome, findings, measures }, picture, difference }) => ({
      browser: title,
      outcome,
      findings,
      measures,
      files: { picture: pathFrom(folder, picture), difference: pathFrom(folder, difference) },
    }))
}

function pathFrom(folder: string, path: string): string
function pathFrom(folder: string, path: string | null): string | null
function pathFrom(folder: string, path: string | null): string | null {
  return path === null ? null : relative(folder, path).replaceAll(sep, '/')
}
