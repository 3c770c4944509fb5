import { loadavg } from 'node:os'
import type { Run } from '../report/bench-result.ts'
import type { BenchRow, Ground, PreparedRow } from '../rows/row.ts'
import { throwIfCancelled } from '../../shared/within.ts'
import { faultText } from './fault-text.ts'
import { runCommand } from './run-command.ts'

/** A row while it is being timed. What fails once is not run again. */
export class TimedRow {
  readonly row: BenchRow
  readonly #signal: AbortSignal
  #prepared: PreparedRow | null = null
  #runs: readonly Run[] = []
  #failure: unknown = null

  constructor(row: BenchRow, signal: AbortSignal) {
    this.row = row
    this.#signal = signal
  }

  get runs(): readonly Run[] {
    return this.#runs
  }

  get prepared(): PreparedRow | null {
    return this.#prepared
  }

  get failure(): unknown {
    return this.#failure
  }

  /** null where nothing has failed. */
  get fault(): string | null {
    return this.#failure === null ? null : faultText(this.#failure)
  }

  /** @throws CANCELLED only */
  async prepare(ground: Ground): Promise<void> {
    await this.#orFail(async () => {
      this.#prepared = await this.row.prepare(ground)
    })
  }

  /** @throws CANCELLED only */
  async run(round: number): Promise<void> {
    const { row } = this
    const prepared = this.#prepared
    if (prepared === null || this.#failure !== null) return
    await this.#orFail(async () => {
      const load = loadavg()[0] ?? 0
      const { seconds, cpuSeconds, stdout } = await runCommand(prepared, this.#signal)
      // The limit is nothing but its frame path.
      const framePathSeconds = row.kind === 'limit' ? seconds : row.kind === 'framefarm' ? framePathOf(stdout) : null
      this.#runs = [...this.#runs, { round, seconds, framePathSeconds, cpuSeconds, load }]
    })
  }

  async #orFail(work: () => Promise<void>): Promise<void> {
    try {
      await work()
    } catch (error) {
      throwIfCancelled(this.#signal)
      this.#failure = error
    }
  }
}

/** From the report of `framefarm render --json`. */
function framePathOf(stdout: string): number | null {
  const { framePathSeconds } = JSON.parse(stdout) as { framePathSeconds?: number }
  return framePathSeconds ?? null
}
