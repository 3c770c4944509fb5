import type { BenchScene } from '../scene/bench-scene.ts'
import type { TimedCommand } from '../timing/run-command.ts'

/** What a row's command works on: the same files for all rows of a part. */
export type Ground = {
  readonly scene: BenchScene
  /** Of the part; its rows write their films there. */
  readonly folder: string
  readonly filmPath: string
  readonly rawPath: string
  readonly signal: AbortSignal
}

export type PreparedRow = TimedCommand & { readonly outputPath: string }

/** Who wrote the program: bars have their colours by it. */
export type RowKind = 'limit' | 'framefarm' | 'ffmpeg' | 'peer'

/** One program of the table, or one way to use it. */
export type BenchRow = {
  /** As `--rows` names it. */
  readonly id: string
  readonly label: string
  readonly kind: RowKind
  /** @throws when the program cannot be had; the row is then shown with the reason */
  readonly prepare: (ground: Ground) => Promise<PreparedRow>
}
