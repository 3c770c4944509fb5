import type { BenchListener } from '../bench-events.ts'
import type { BenchRow, Ground } from '../rows/row.ts'
import { TimedRow } from './timed-row.ts'

type Rounds = { readonly title: string; readonly rows: readonly BenchRow[]; readonly rounds: number; readonly warmUp: boolean }

/**
 * Prepares all rows and runs them in turn, round after round, so that a machine that drifts drifts under all of them.
 * @throws CANCELLED
 */
export async function timeRounds(order: Rounds, ground: Ground, listen: BenchListener): Promise<readonly TimedRow[]> {
  const rows = order.rows.map((row) => new TimedRow(row, ground.signal))
  for (const row of rows) {
    if (row.row.kind === 'peer') listen({ message: `preparing ${row.row.label}`, leftS: null })
    await row.prepare(ground)
  }
  for (let round = order.warmUp ? 0 : 1; round <= order.rounds; round++) {
    const name = round === 0 ? 'first round, not counted' : `round ${round} of ${order.rounds}`
    for (const [index, row] of rows.entries()) {
      if (row.fault !== null) continue
      await row.run(round)
      listen({ message: `${order.title}, ${name}: ${row.row.id} ${resultText(row)}`, leftS: secondsLeft(rows, index, order.rounds - round) })
    }
  }
  return rows
}

function resultText({ fault, runs }: TimedRow): string {
  return fault === null ? `${runs.at(-1)?.seconds.toFixed(2)} s` : `is not available: ${fault}`
}

/** The rows take again what they took last; null before each of them has run. */
function secondsLeft(rows: readonly TimedRow[], lastIndex: number, roundsLeft: number): number | null {
  const running = rows.filter(({ fault }) => fault === null)
  const last = running.map(({ runs }) => runs.at(-1)?.seconds ?? null)
  if (last.includes(null)) return null
  const round = last.reduce<number>((sum, seconds) => sum + (seconds ?? 0), 0)
  const thisRound = rows.slice(lastIndex + 1).reduce((sum, { fault, runs }) => sum + (fault === null ? (runs.at(-1)?.seconds ?? 0) : 0), 0)
  return thisRound + roundsLeft * round
}
