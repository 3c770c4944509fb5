// Renders a film by `framefarm render` and by a farm on this machine, in turn, and prints what the farm costs: npm run bench:overhead
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { tableText } from '../src/bench/report/table-text.ts'
import { benchOverhead } from '../src/bench/workers/bench-overhead.ts'
import { overheadCells } from '../src/bench/workers/workers-table.ts'
import { numberOption } from './number-option.ts'

const usage = `Usage: npm run bench:overhead -- [options]

  --rounds N         a render by each in every round (4)
  --apart            the worker shares no store with the server, and speaks HTTP with it
  --film FILE        what is rendered (samples/film.json: 15 scenes)
  --json FILE        also writes everything as JSON
`

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '4' },
    apart: { type: 'boolean', default: false },
    film: { type: 'string', default: join(import.meta.dirname, '../samples/film.json') },
    json: { type: 'string' },
    help: { type: 'boolean', default: false },
  },
})

if (values.help) {
  process.stderr.write(usage)
  process.exit(0)
}
const order = { film: values.film, rounds: numberOption('rounds', values.rounds, { isWhole: true }), isApart: values.apart }
const rounds = await benchOverhead(order, (text) => void process.stderr.write(`${text}\n`))
process.stdout.write(`${tableText(overheadCells(rounds))}\n`)
if (values.json !== undefined) await writeFile(values.json, `${JSON.stringify({ version: 1, order, rounds }, null, 2)}\n`)
