// Renders films by a farm of processes on this machine, and prints how long they took: npm run bench:workers -- --workers 2 --films 10
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { tableText } from '../src/bench/report/table-text.ts'
import { benchWorkers } from '../src/bench/workers/bench-workers.ts'
import { filmCells, modelCells, workersFacts } from '../src/bench/workers/workers-table.ts'
import { numberOption } from './number-option.ts'

const usage = `Usage: npm run bench:workers -- [options]

  --workers N        worker processes (2)
  --films N          films that are sent at once (1)
  --owners N         API keys that the films are divided between (1)
  --film FILE        what is rendered (samples/film.json: 15 scenes)
  --pin              each worker has one core and one slot: as many small machines
  --json FILE        also writes everything as JSON
`

const { values } = parseArgs({
  options: {
    workers: { type: 'string', default: '2' },
    films: { type: 'string', default: '1' },
    owners: { type: 'string', default: '1' },
    film: { type: 'string', default: join(import.meta.dirname, '../samples/film.json') },
    pin: { type: 'boolean', default: false },
    json: { type: 'string' },
    help: { type: 'boolean', default: false },
  },
})

const numberOf = (name: 'workers' | 'films' | 'owners') => numberOption(name, values[name], { isWhole: true })

if (values.help) {
  process.stderr.write(usage)
  process.exit(0)
}
const order = {
  workers: numberOf('workers'),
  films: numberOf('films'),
  owners: numberOf('owners'),
  film: values.film,
  isPinned: values.pin,
}
const result = await benchWorkers(order, (text) => void process.stderr.write(`${text}\n`))
const model = order.films === 1 ? `${tableText(modelCells(result))}\n\n` : ''
process.stdout.write(`${tableText(filmCells(result))}\n\n${model}${workersFacts(result).join('\n')}\n`)
if (values.json !== undefined) await writeFile(values.json, `${JSON.stringify(result, null, 2)}\n`)
