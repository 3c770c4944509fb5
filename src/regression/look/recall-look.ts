import type { Manifest } from '../baselines/manifest.ts'
import type { Baselines } from '../baselines/read-baselines.ts'
import { settledFrames } from '../baselines/settled.ts'
import type { ComparedFrame } from './compare-frame.ts'
import type { FrameLook } from './frame-look.ts'
import type { PickWishes } from '../pick/pick-wishes.ts'
import type { CheckedFrame } from '../verdict.ts'

/** What a check would see, without drawing anything; null where something has changed since the baselines were approved. */
export async function recallLook(
  baselines: Baselines,
  { inputs, wishes }: { readonly inputs: string; readonly wishes: PickWishes },
): Promise<FrameLook | null> {
  const { manifest } = baselines
  const settled = await settledFrames(baselines, { inputs, wishes })
  if (settled === null || manifest === null) return null
  const frames = settled.map((checked) => settledComparison(checked, manifest))
  return { frames, isSkipped: true, filmFrames: manifest.film.frames, warnings: [], opinions: [] }
}

function settledComparison(checked: CheckedFrame, { frames }: Manifest): ComparedFrame {
  const known = frames[checked.pick.name]
  return {
    checked,
    inScene: known?.inScene ?? 0,
    baseline: known ? { file: known.file, pixels: known.pixels, drawn: known.drawn } : null,
    actual: null,
    moved: 0,
    isAtOtherTime: false,
  }
}
