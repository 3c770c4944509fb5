import { spawn, type ChildProcess } from 'node:child_process'
import { join } from 'node:path'

const launcher = join(import.meta.dirname, '../../bin/framefarm')

export type Ended = { readonly code: number | null; readonly stdout: string; readonly stderr: string }
export type Running = { readonly child: ChildProcess; readonly ended: Promise<Ended>; readonly stderr: () => string }

type Options = { readonly env?: NodeJS.ProcessEnv; readonly node?: string; readonly cwd?: string }

/** Starts the command line tool as a user would, in a process of its own. */
export function startFramefarm(args: readonly string[], { env = {}, node = process.execPath, cwd }: Options = {}): Running {
  const child = spawn(node, [launcher, ...args], {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
    ...(cwd === undefined ? {} : { cwd }),
  })
  const output = { stdout: '', stderr: '' }
  child.stdout.on('data', (text: Buffer) => {
    output.stdout += text.toString()
  })
  child.stderr.on('data', (text: Buffer) => {
    output.stderr += text.toString()
  })
  const ended = new Promise<Ended>((resolve) => child.once('close', (code) => resolve({ code, ...output })))
  return { child, ended, stderr: () => output.stderr }
}

export async function framefarm(args: readonly string[], options: Options = {}): Promise<Ended> {
  return startFramefarm(args, options).ended
}

/** Before the limit of a test, so that what it has started is ended by it. */
const sayingMs = 90_000

/** Resolves when the tool has said `text` on stderr. */
export async function saysOnStderr({ child, stderr }: Running, text: RegExp): Promise<void> {
  const endMs = performance.now() + sayingMs
  while (!text.test(stderr())) {
    if (performance.now() > endMs) throw new Error(`it has not said ${text} within ${sayingMs} ms: ${stderr()}`)
    if (child.exitCode !== null) throw new Error(`ended before it said ${text}: ${stderr()}`)
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
}
