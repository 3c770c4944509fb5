import { relative } from 'node:path'
import type { ReportFiles } from '../regression/report/write-report.ts'
import type { CheckedFrame, FrameCheck, FrameVerdict } from '../regression/verdict.ts'

const states = ['same', 'noise', 'changed', 'new', 'broken', 'gone'] as const satisfies readonly FrameVerdict['state'][]

/** A check for people: how many frames are as approved, which are not and why, and where to look. */
export function checkText({ frames, film, rendererKey, isSkipped, seconds, warnings }: FrameCheck, { html }: ReportFiles): string {
  const counts = states.flatMap((state) => {
    const count = frames.filter(({ verdict }) => verdict.state === state).length
    return count === 0 ? [] : [`${count} ${state}`]
  })
  const notable = frames.filter(({ verdict }) => verdict.state !== 'same')
  const width = Math.max(0, ...notable.map(({ pick }) => pick.name.length))
  const how = isSkipped ? 'nothing that decides them has changed since they were approved' : `${seconds.toFixed(1)} s, ${rendererKey}`
  return [
    ...warnings.map((warning) => `warning: ${warning}`),
    ...notable.map((frame) => lineOf(frame, width)),
    `${film.name}: ${frames.length} frames, ${counts.join(', ')} (${how})`,
    `report: ${relative('', html)}`,
    '',
  ].join('\n')
}

function lineOf({ pick, verdict }: CheckedFrame, width: number): string {
  return `  ${verdict.state.padEnd(7)} ${pick.name.padEnd(width)}  frame ${pick.frame}, ${pick.seconds.toFixed(3)} s${reasonOf(verdict)}`
}

function reasonOf(verdict: FrameVerdict): string {
  if (verdict.state === 'new') return ': there is no baseline'
  if (verdict.state === 'gone') return ': the film has no such frame any more, or it is not looked at'
  if (verdict.state === 'broken') return `: ${verdict.problem}`
  const { findings, measures } = verdict.comparison
  const share =
    measures === null ? [] : [`${Number((measures.differentShare * 100).toPrecision(2))} % of its pixels differ, by up to ${measures.largest}`]
  return `: ${[...findings.map(({ text }) => text), ...share].join('; ')}`
}
