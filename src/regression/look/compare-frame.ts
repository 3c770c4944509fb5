import { join } from 'node:path'
import { hashOfBytes } from '../../shared/hash.ts'
import type { Baselines } from '../baselines/read-baselines.ts'
import { writeWhole } from '../baselines/write-whole.ts'
import type { ComparingThreads } from '../compare/comparing-threads.ts'
import type { DrawnFrame } from '../draw/drawn-frame.ts'
import { encodePng } from '../picture/encode-picture.ts'
import type { FramePick } from '../frame-pick.ts'
import { judgeFrame, type BaselineHashes } from './judge-frame.ts'
import type { FrameRules } from '../rules/frame-rules.ts'
import { otherTime } from './other-time.ts'
import { shiftedCaption } from './shifted-caption.ts'
import type { CheckedFrame, Finding, FrameVerdict } from '../verdict.ts'

/** A checked frame, with what `approve` has to know of it. */
export type ComparedFrame = {
  readonly checked: CheckedFrame
  /** Number of the frame from the start of its scene. */
  readonly inScene: number
  readonly baseline: BaselineHashes | null
  /** Of the PNG in the report, and of its pixels; null for a frame that is the same: there is no other picture than the baseline. */
  readonly actual: { readonly file: string; readonly pixels: string } | null
  /** Pixels that what moved furthest has moved; null where something else has changed. */
  readonly moved: number | null
  /** Its baseline was taken at another time of the scene: what moves is elsewhere by right. */
  readonly isAtOtherTime: boolean
}

type FrameToCompare = { readonly pick: FramePick; readonly inScene: number; readonly drawn: DrawnFrame }

export type CompareTools = {
  readonly baselines: Baselines
  readonly rules: FrameRules
  readonly threads: ComparingThreads
  readonly reportFolder: string
}

/**
 * Holds a frame against its baseline. Where it is not the same, its picture goes into the report folder, and the difference with it.
 * @throws DISK_FULL, OUTPUT_UNWRITABLE
 */
export async function compareFrame({ pick, inScene, drawn }: FrameToCompare, { reportFolder, ...against }: CompareTools): Promise<ComparedFrame> {
  const { baselines } = against
  const path = baselines.paths.get(pick.name) ?? null
  const judged = await judgeFrame(pick, drawn, against)
  const { baseline, difference, moved } = judged
  const approved = baselines.manifest?.frames[pick.name]
  const time = otherTime(inScene, approved)
  const verdict = withShift(withTime(judged.verdict, time), shiftedCaption(pick, inScene, approved))
  const known = { inScene, baseline, moved, isAtOtherTime: time !== null }
  if (verdict.state === 'same') return { ...known, checked: { pick, verdict, baseline: path, actual: path, difference: null }, actual: null }
  const png = await drawn.png()
  const checked = {
    pick,
    verdict,
    baseline: path,
    actual: await written(reportFolder, 'actual', pick, png),
    difference: difference && (await written(reportFolder, 'difference', pick, await encodePng(difference))),
  }
  return { ...known, checked, actual: { file: hashOfBytes(png), pixels: await drawn.pixels() } }
}

const ofCamera: ReadonlySet<Finding['kind']> = new Set(['moved', 'blurred', 'sharpened'])

/** What a camera does between two times tells nothing: a picture that is nearer is also sharper. */
function withTime(verdict: FrameVerdict, time: Finding | null): FrameVerdict {
  if (time === null || verdict.state !== 'changed') return verdict
  const { comparison } = verdict
  return { ...verdict, comparison: { ...comparison, findings: [time, ...comparison.findings.filter(({ kind }) => !ofCamera.has(kind))] } }
}

function withShift(verdict: FrameVerdict, shift: Finding | null): FrameVerdict {
  if (shift === null || !('comparison' in verdict)) return verdict
  const { measures, findings } = verdict.comparison
  return { state: 'changed', comparison: { outcome: 'changed', measures, findings: [shift, ...findings] } }
}

async function written(folder: string, kind: 'actual' | 'difference', { name }: FramePick, png: Buffer): Promise<string> {
  const path = join(folder, kind, `${name}.png`)
  await writeWhole(path, png)
  return path
}
