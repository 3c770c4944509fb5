// All that a change has to pass beside its tests, as many parts side by side as there are cores: each has times in which it uses one.
import { spawn } from 'node:child_process'
import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import pLimit from 'p-limit'

/** Scripts of package.json, those that take longest first. */
const parts = ['format:check', 'lint', 'dead-code', 'typecheck', 'generate:check'] as const

/** Says what a part has said, in one piece, when it has ended. @returns whether it has passed */
async function check(part: (typeof parts)[number]): Promise<boolean> {
  const startMs = performance.now()
  const child = spawn(process.execPath, ['--run', part], { cwd: join(import.meta.dirname, '..'), stdio: ['ignore', 'pipe', 'pipe'] })
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve))
  const [said, errors, code] = await Promise.all([text(child.stdout), text(child.stderr), ended])
  const seconds = ((performance.now() - startMs) / 1000).toFixed(0)
  process.stdout.write(`${said}${errors}${code === 0 ? '✓' : '✗'} ${part} (${seconds} s)\n`)
  return code === 0
}

const inTurn = pLimit(availableParallelism())
const passed = await Promise.all(parts.map((part) => inTurn(check, part)))
process.exitCode = passed.every(Boolean) ? 0 : 1
