import type { MeasuredFrame } from '../film-check.ts'
import type { FilmLimits } from '../film-limits.ts'

/** Frames so near to each other show the same fault. */
const apartFrames = 12

/** The worst frames, the worst first: by how far the worst of their measures has gone towards its limit, or beyond. Equal frames are none. */
export function chooseWorst(measured: readonly MeasuredFrame[], limits: FilmLimits, most: number): readonly MeasuredFrame[] {
  const chosen: MeasuredFrame[] = []
  const byBadness = measured
    .filter(({ psnr }) => psnr !== null)
    .map((frame) => ({ frame, badness: badnessOf(frame, limits) }))
    .toSorted((a, b) => b.badness - a.badness)
  for (const { frame } of byBadness) {
    if (chosen.length === most) break
    if (chosen.every((other) => Math.abs(other.frame - frame.frame) > apartFrames)) chosen.push(frame)
  }
  return chosen
}

function badnessOf({ psnr, ssim, vmaf, move, detail, largest }: MeasuredFrame, limits: FilmLimits): number {
  return Math.max(
    psnr === null ? 0 : limits.psnr / Math.max(1, psnr),
    (1 - ssim) / Math.max(1e-6, 1 - limits.ssim),
    vmaf === null ? 0 : (100 - vmaf) / Math.max(1e-6, 100 - limits.vmaf),
    move === null ? 0 : Math.hypot(move.x, move.y) / Math.max(1e-6, limits.moved),
    detail === null ? 0 : (Math.abs(1 - detail.strength) * 100) / Math.max(1e-6, limits.detail),
    largest.levels / Math.max(1e-6, limits.area),
  )
}
