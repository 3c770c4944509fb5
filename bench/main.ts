// npm run bench [-- --peers] [--runs N] [--write]
// Times whole commands on one scene, in turn, several rounds; figures to quote are the ratios.
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { format } from 'prettier'
import { benchRows, type Row } from './rows.ts'
import { writePhoto } from './scene.ts'
import { machineText, resultTable, type Timing } from './table.ts'
import { timeCommand } from './time-command.ts'

const { values } = parseArgs({
  options: { peers: { type: 'boolean', default: false }, runs: { type: 'string', default: '5' }, write: { type: 'boolean', default: false } },
})

async function timeRounds(rows: readonly Row[], rounds: number): Promise<readonly Timing[]> {
  const seconds = rows.map((): number[] => [])
  // Round 0 is not counted: programs fill their caches in it.
  for (let round = 0; round <= rounds; round++) {
    for (const [index, row] of rows.entries()) {
      const taken = await timeCommand(row)
      process.stderr.write(`bench: round ${round}${round === 0 ? ' (not counted)' : ` of ${rounds}`}: ${taken.toFixed(2)} s  ${row.name}\n`)
      if (round > 0) seconds[index]?.push(taken)
    }
  }
  return rows.map((row, index) => ({ row, seconds: seconds[index] ?? [] }))
}

/** Puts the results between the marks of the page; what people have written around them stays. */
async function writePage(text: string): Promise<void> {
  const path = join(import.meta.dirname, '../docs/benchmarks.md')
  const page = await readFile(path, 'utf8')
  const written = page.replace(/(<!-- results -->\n)[\s\S]*(<!-- end of results -->)/, `$1\n${text}\n$2`)
  await writeFile(path, await format(written, { parser: 'markdown' }))
}

const folder = await mkdtemp(join(tmpdir(), 'framefarm-bench-'))
try {
  const rows = await benchRows(folder, await writePhoto(folder), { withPeers: values.peers })
  const timings = await timeRounds(rows, Number(values.runs))
  const text = `${await resultTable(timings)}\nMeasured ${new Date().toISOString().slice(0, 10)}, ${values.runs} rounds, on ${await machineText()}.\n`
  process.stdout.write(`\n${text}`)
  if (values.write) await writePage(text)
} finally {
  await rm(folder, { recursive: true, force: true })
}
