// Checks the frames of all built-in templates again and again, by fresh and by warm browsers, on an idle and on a busy machine, and says which
// were not exactly their baselines: npm run flake
import { mkdtemp, rm } from 'node:fs/promises'
import { availableParallelism, loadavg, tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { whileBusy } from '../test/support/busy-cores.ts'
import { captureBuiltIns, checkOnce, openWarm } from '../test/support/repeat-checks.ts'

const usage = `Usage: npm run flake -- [options]

  --rounds N     how often all frames are checked (200), a quarter of them in each way
  --slots N      Chromium processes side by side (2)
  --burners N    processes that never rest beside it, in half of the rounds (twice the cores)
`
const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '200' },
    slots: { type: 'string', default: '2' },
    burners: { type: 'string', default: String(2 * availableParallelism()) },
    help: { type: 'boolean', default: false },
  },
})
if (values.help) {
  process.stdout.write(usage)
  process.exit(0)
}
const [rounds, slots, burners] = [Number(values.rounds), Number(values.slots), Number(values.burners)]

const ways = [
  { browsers: 'warm', machine: 'idle' },
  { browsers: 'fresh', machine: 'idle' },
  { browsers: 'warm', machine: 'busy' },
  { browsers: 'fresh', machine: 'busy' },
] as const

const folder = await mkdtemp(join(tmpdir(), 'framefarm-flake-'))
let differences = 0
try {
  const checks = await captureBuiltIns(folder, slots)
  for (const [index, { browsers, machine }] of ways.entries()) {
    const count = Math.floor((rounds * (index + 1)) / ways.length) - Math.floor((rounds * index) / ways.length)
    const startMs = performance.now()
    let frames = 0
    const work = async () => {
      const warm = browsers === 'warm' ? await openWarm(checks) : undefined
      try {
        for (let round = 0; round < count; round++) {
          const found = await checkOnce(checks, warm)
          frames += found.frames
          differences += found.different.length
          if (found.different.length > 0) process.stdout.write(`${browsers}, ${machine}, round ${round + 1}: ${found.different.join(', ')}\n`)
        }
      } finally {
        await warm?.[Symbol.asyncDispose]()
      }
    }
    await (machine === 'busy' ? whileBusy(burners, work) : work())
    const seconds = (performance.now() - startMs) / 1000
    const load = loadavg()[0]?.toFixed(1)
    process.stdout.write(
      `${browsers} browsers, ${machine}: ${count} checks of ${frames / Math.max(1, count)} frames in ${seconds.toFixed(0)} s, load average ${load}\n`,
    )
  }
  process.stdout.write(differences === 0 ? 'every frame was exactly its baseline\n' : `${differences} frames were not exactly their baselines\n`)
} finally {
  await rm(folder, { recursive: true, force: true })
}
process.exitCode = differences === 0 ? 0 : 1
