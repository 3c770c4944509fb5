import type { SleepOrder } from './sleeping-worker.ts'

export type FarmBenchOrder = SleepOrder & {
  readonly workers: number
  readonly films: number
  readonly scenes: number
  /** Between whom the films are divided. */
  readonly owners: number
}
