import type { RowFigures, Run } from './bench-result.ts'
import { ratiosOf, spreadOf } from './statistics.ts'

/** null where there is no counted run of the row or of the limit. */
export function rowFigures(
  runs: readonly Run[],
  limit: readonly Run[],
  film: { readonly frames: number; readonly bytes: number },
): RowFigures | null {
  const counted = runs.filter(({ round }) => round > 0)
  const limits = counted.map(({ round }) => limit.find((run) => run.round === round)?.seconds ?? null)
  const seconds = spreadOf(counted.map((run) => run.seconds))
  const ratio = spreadOf(
    ratiosOf(
      counted.map((run) => run.seconds),
      limits,
    ),
  )
  if (seconds === null || ratio === null) return null
  return {
    seconds,
    ratio,
    framePathSeconds: spreadOf(counted.map((run) => run.framePathSeconds)),
    framesPerSecond: film.frames / seconds.median,
    cpuSeconds: spreadOf(counted.map((run) => run.cpuSeconds)),
    bytes: film.bytes,
  }
}
