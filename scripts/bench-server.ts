// Puts a running `framefarm serve` under load and prints what it did: npm run bench:server -- --url http://127.0.0.1:4410 --pid 1234
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { benchServer } from '../src/bench/service/bench-server.ts'
import { sendFilmFiles } from '../src/bench/service/send-film-files.ts'
import { serverTables } from '../src/bench/service/server-table.ts'
import { createClient } from '../src/client/index.ts'
import { numberOption } from './number-option.ts'

const usage = `Usage: npm run bench:server -- --url URL [options]

  --url URL          the server
  --api-key KEY      where it has keys; FRAMEFARM_API_KEY is taken as well
  --pid N            its process, where it runs on this machine: measures its processor time and memory
  --film FILE        what to submit (samples/film.json: 15 scenes)
  --per-second N     submissions a second (50)
  --seconds N        for how long (20)
  --listeners N      connections to the events of one render (500)
  --frames N         POST /v1/frames (30)
  --burst N          submissions at the same time (2000)
  --json FILE        also writes everything as JSON
`

const { values } = parseArgs({
  options: {
    url: { type: 'string' },
    'api-key': { type: 'string', default: process.env['FRAMEFARM_API_KEY'] ?? '' },
    pid: { type: 'string' },
    film: { type: 'string', default: join(import.meta.dirname, '../samples/film.json') },
    'per-second': { type: 'string', default: '50' },
    seconds: { type: 'string', default: '20' },
    listeners: { type: 'string', default: '500' },
    frames: { type: 'string', default: '30' },
    burst: { type: 'string', default: '2000' },
    json: { type: 'string' },
    help: { type: 'boolean', default: false },
  },
})

const numberOf = (name: 'per-second' | 'seconds' | 'listeners' | 'frames' | 'burst' | 'pid') => numberOption(name, values[name])

if (values.help || values.url === undefined) {
  process.stderr.write(usage)
  process.exit(values.help ? 0 : 2)
}
const url = values.url.replace(/\/+$/, '')
const apiKey = values['api-key'] === '' ? undefined : values['api-key']
const say = (text: string) => void process.stderr.write(`${text}\n`)
const client = createClient({ baseUrl: url, ...(apiKey === undefined ? {} : { apiKey }) })
say(`files of ${values.film}`)
const film = await sendFilmFiles(client, values.film)
const result = await benchServer(
  { url, apiKey, client, film, pid: values.pid === undefined ? null : numberOf('pid') },
  {
    perSecond: numberOf('per-second'),
    seconds: numberOf('seconds'),
    listeners: numberOf('listeners'),
    frames: numberOf('frames'),
    burst: numberOf('burst'),
  },
  say,
)
process.stdout.write(serverTables(result))
if (values.json !== undefined) await writeFile(values.json, `${JSON.stringify(result, null, 2)}\n`)
