import type { PictureFigures } from '../picture/measure-picture.ts'
import type { RowKind } from '../rows/row.ts'
import type { SceneSize } from '../scene/bench-scene.ts'
import type { MachineFacts } from './machine-facts.ts'
import type { Spread } from './statistics.ts'

/** One run of one command. */
export type Run = {
  /** 0 is the first round, which is not counted. */
  readonly round: number
  readonly seconds: number
  readonly framePathSeconds: number | null
  readonly cpuSeconds: number | null
  /** The machine's load average of the minute before. */
  readonly load: number
}

/** What the counted runs come to. */
export type RowFigures = {
  readonly seconds: Spread
  /** From the first frame that was handed over to the last chunk encoded; null where a program does not tell. */
  readonly framePathSeconds: Spread | null
  readonly framesPerSecond: number
  readonly cpuSeconds: Spread | null
  readonly ratio: Spread
  readonly bytes: number
}

export type RowResult = {
  readonly id: string
  readonly label: string
  readonly kind: RowKind
  readonly command: readonly string[]
  /** Why there are no figures; null where there are. */
  readonly fault: string | null
  readonly runs: readonly Run[]
  readonly figures: RowFigures | null
  readonly picture: PictureFigures | null
  /** A part of a frame of its film as a `data:` address. */
  readonly sample: string | null
}

/** Some programs on one scene; the first row is the limit. */
export type PartResult = {
  readonly title: string
  readonly scene: SceneSize & { readonly frames: number }
  readonly rows: readonly RowResult[]
}

/** How the time of a command grows with one quality of the scene. */
export type GrowthResult = {
  readonly title: string
  readonly unit: string
  readonly points: readonly { readonly x: number; readonly part: PartResult }[]
}

/** Everything that a run of the benchmark has found; the JSON file is this. */
export type BenchResult = {
  readonly version: 1
  readonly arguments: readonly string[]
  readonly rounds: number
  readonly startedAt: string
  readonly finishedAt: string
  readonly machine: MachineFacts
  readonly main: PartResult
  readonly sizes: readonly PartResult[]
  readonly growth: readonly GrowthResult[]
}
