import { messageOf } from '../../shared/errors.ts'
import type { ManifestFrame } from '../baselines/manifest.ts'
import { readBaseline, type Baselines } from '../baselines/read-baselines.ts'
import type { ComparingThreads } from '../compare/comparing-threads.ts'
import { decodePng } from '../picture/decode-picture.ts'
import type { DrawnFrame } from '../draw/drawn-frame.ts'
import type { FramePick } from '../frame-pick.ts'
import { hashPicture } from '../picture/hash-picture.ts'
import type { Picture } from '../picture/picture.ts'
import type { FrameRules } from '../rules/frame-rules.ts'
import { rulesFor } from '../rules/rules-for.ts'
import type { FrameVerdict } from '../verdict.ts'

/** SHA-256 of a baseline's file, of its pixels, and of the PNG that the browser made of these. */
export type BaselineHashes = Pick<ManifestFrame, 'file' | 'pixels' | 'drawn'>

export type FrameJudgement = {
  readonly verdict: FrameVerdict
  /** null where there is no baseline that can be read. */
  readonly baseline: BaselineHashes | null
  readonly difference: Picture | null
  /** Pixels that what moved furthest has moved; null where something else has changed. */
  readonly moved: number | null
}

type Against = { readonly baselines: Baselines; readonly rules: FrameRules; readonly threads: ComparingThreads }

const same: FrameVerdict = { state: 'same', comparison: { outcome: 'same', measures: null, findings: [] } }

/**
 * A frame against its baseline, by the hash of its pixels first: a baseline that is the same need not even be decoded.
 * @throws OUTPUT_UNWRITABLE where the baseline's file cannot be read
 */
export async function judgeFrame(pick: FramePick, frame: DrawnFrame, { baselines, rules, threads }: Against): Promise<FrameJudgement> {
  const path = baselines.paths.get(pick.name)
  if (path === undefined) return { verdict: { state: 'new' }, baseline: null, difference: null, moved: null }
  const { png, file, known } = await readBaseline(baselines, pick.name, path)
  const { drawn } = frame
  if (known && known.drawn !== null && known.drawn === drawn) return asApproved(known)
  const [picture, pixels] = [await frame.picture(), await frame.pixels()]
  if (known?.pixels === pixels) return asApproved({ ...known, drawn })
  const baseline = await decodePng(png).catch((error: unknown) => ({ fault: messageOf(error) }))
  if ('fault' in baseline) return broken(`the baseline ${path} is no PNG that can be read (${baseline.fault}): restore it, or approve the frame`)
  if (baseline.width !== picture.width || baseline.height !== picture.height) {
    const sizes = `${baseline.width} x ${baseline.height}, and the film ${picture.width} x ${picture.height}`
    return broken(`the baseline ${path} is ${sizes}: set the film's size back, or approve the frame`)
  }
  const hashes = { file, pixels: hashPicture(baseline), drawn: known?.drawn ?? null }
  if (hashes.pixels === pixels) return asApproved({ ...hashes, drawn })
  const { difference, moved, ...comparison } = await threads.compare({ baseline, actual: picture, rules: rulesFor(rules, pick) })
  return { verdict: { state: comparison.outcome, comparison }, baseline: hashes, difference, moved }
}

function asApproved({ file, pixels, drawn }: BaselineHashes): FrameJudgement {
  return { verdict: same, baseline: { file, pixels, drawn }, difference: null, moved: 0 }
}

function broken(problem: string): FrameJudgement {
  return { verdict: { state: 'broken', problem }, baseline: null, difference: null, moved: null }
}
