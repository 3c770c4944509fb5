import { relative } from 'node:path'
import type { CheckedFrame, FrameCheck, FrameVerdict } from '../verdict.ts'

type Hints = { readonly updateHint: string; readonly report: string }

/** Why a test does not pass: which frames, why, where their pictures are, what to do. */
export function mismatchText(
  { film, rendererKey, frames, warnings }: FrameCheck,
  failed: readonly CheckedFrame[],
  { updateHint, report }: Hints,
): string {
  return [
    `${failed.length} of ${frames.length} ${frames.length === 1 ? 'frame' : 'frames'} of ${film.name} not as approved (${rendererKey})`,
    ...warnings,
    '',
    ...failed.flatMap(frameLines),
    '',
    `report: ${fromHere(report)}`,
    `If the film is meant to look so: ${updateHint}`,
  ].join('\n')
}

function frameLines({ pick, verdict, baseline, actual, difference }: CheckedFrame): readonly string[] {
  const paths = Object.entries({ baseline, actual, difference }).flatMap(([name, path]) =>
    path === null ? [] : [`    ${name.padEnd(11)}${fromHere(path)}`],
  )
  return [`  ${pick.name} (frame ${pick.frame}, ${pick.seconds.toFixed(3)} s): ${verdictText(verdict)}`, ...paths]
}

function verdictText(verdict: FrameVerdict): string {
  if (verdict.state === 'new') return 'there is no baseline'
  if (verdict.state === 'gone') return 'the film has no such frame any more'
  if (verdict.state === 'broken') return verdict.problem
  const { findings, measures } = verdict.comparison
  const share = measures === null ? [] : [`${Number((measures.differentShare * 100).toPrecision(2))} % of its pixels differ`]
  return [...findings.map(({ text }) => text), ...share].join('; ')
}

function fromHere(path: string): string {
  return relative(process.cwd(), path)
}
