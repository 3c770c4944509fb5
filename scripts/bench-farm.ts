// Sends films to a coordinator whose workers sleep instead of rendering, and prints how it hands work out: npm run bench:farm
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { benchFarm } from '../src/bench/farm/bench-farm.ts'
import { farmCells, farmFacts } from '../src/bench/farm/farm-table.ts'
import { startPostgres } from '../src/bench/farm/start-postgres.ts'
import { tableText } from '../src/bench/report/table-text.ts'
import { numberOption } from './number-option.ts'

const usage = `Usage: npm run bench:farm -- [options]

  --database NAME    postgres (one that is started for it), pglite, or postgres://... (postgres)
  --workers N        workers (100)
  --films N          films (200)
  --scenes N         chunks of each film (15)
  --owners N         API keys that the films are divided between (10)
  --chunk-ms N       how long a chunk takes, give or take half (3000)
  --task-ms N        how long preparing and finishing take (500)
  --json FILE        also writes everything as JSON
`

const { values } = parseArgs({
  options: {
    database: { type: 'string', default: 'postgres' },
    workers: { type: 'string', default: '100' },
    films: { type: 'string', default: '200' },
    scenes: { type: 'string', default: '15' },
    owners: { type: 'string', default: '10' },
    'chunk-ms': { type: 'string', default: '3000' },
    'task-ms': { type: 'string', default: '500' },
    json: { type: 'string' },
    help: { type: 'boolean', default: false },
  },
})

const numberOf = (name: 'workers' | 'films' | 'scenes' | 'owners' | 'chunk-ms' | 'task-ms') => numberOption(name, values[name])

if (values.help) {
  process.stderr.write(usage)
  process.exit(0)
}
const order = {
  workers: numberOf('workers'),
  films: numberOf('films'),
  scenes: numberOf('scenes'),
  owners: numberOf('owners'),
  chunkMs: numberOf('chunk-ms'),
  taskMs: numberOf('task-ms'),
}
await using parts = new AsyncDisposableStack()
const target = await openTarget(values.database)
const result = await benchFarm(target, order)
process.stdout.write(`${tableText(farmCells(result))}\n\n${farmFacts(result).join('\n')}\n`)
if (values.json !== undefined) await writeFile(values.json, `${JSON.stringify(result, null, 2)}\n`)

async function openTarget(database: string) {
  if (database === 'postgres') return { ...parts.use(await startPostgres()), name: 'PostgreSQL' }
  if (database !== 'pglite') return { url: database, name: 'PostgreSQL', pid: null }
  const folder = await mkdtemp(join(tmpdir(), 'framefarm-bench-'))
  parts.defer(() => rm(folder, { recursive: true, force: true }))
  return { url: `pglite:${join(folder, 'database')}`, name: 'PGlite', pid: null }
}
