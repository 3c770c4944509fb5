import { spawn, type ChildProcess } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { FramefarmError } from '../../shared/errors.ts'
import { throwIfCancelled } from '../../shared/within.ts'
import { ProcessWatch } from './process-watch.ts'

export type TimedCommand = { readonly command: readonly string[]; readonly cwd?: string; readonly env?: NodeJS.ProcessEnv }

export type CommandRun = {
  /** From its start to its end. */
  readonly seconds: number
  /** Of all its processes together; null where the system does not tell. */
  readonly cpuSeconds: number | null
  readonly stdout: string
}

/** A command that has not ended by then never will. */
const limitMs = 20 * 60_000
/** From a polite request to stop until it is not asked any more. */
const graceMs = 3000
const tailChars = 4000
const markName = 'BENCH_COMMAND'

/**
 * Runs a command to its end and measures it. Whatever the end, none of its processes is left.
 * @throws CANCELLED, or a CommandFailure with its last words
 */
export async function runCommand({ command, cwd, env = process.env }: TimedCommand, signal: AbortSignal): Promise<CommandRun> {
  throwIfCancelled(signal)
  const [program = '', ...args] = command
  const mark = randomUUID()
  const startedMs = performance.now()
  const child = spawn(program, args, {
    ...{ stdio: ['ignore', 'pipe', 'pipe'], env: { ...env, [markName]: mark } },
    ...(cwd === undefined ? {} : { cwd }),
  })
  const output = collected(child)
  const closed = once(child, 'close')
  closed.catch(() => undefined) // heard below, or too late to matter
  if (child.pid === undefined) return neverStarted(closed)
  const watch = new ProcessWatch(child.pid, `${markName}=${mark}`)
  const stopping = stopOnAbort(child, AbortSignal.any([signal, AbortSignal.timeout(limitMs)]))
  try {
    const [code] = (await once(child, 'exit')) as [number | null]
    const seconds = (performance.now() - startedMs) / 1000
    const cpuSeconds = watch.cpuSeconds()
    // What it has left running would hold its output open.
    watch.killLeft()
    await closed
    throwIfCancelled(signal)
    if (code !== 0) throw new CommandFailure(program, code, output)
    return { seconds, cpuSeconds, stdout: output.stdout }
  } finally {
    watch.stop()
    watch.killLeft()
    stopping[Symbol.dispose]()
  }
}

/** A command that did not end well, with what it said. */
export class CommandFailure extends FramefarmError {
  readonly stdout: string
  readonly stderr: string

  constructor(program: string, code: number | null, { stdout, stderr }: Output) {
    super('BENCH_FAILED', `${program} ended with ${code ?? 'a signal'}:\n${stderr.trim().split('\n').slice(-4).join('\n')}`, { detail: stderr })
    this.stdout = stdout
    this.stderr = stderr
  }
}

/** The event that it waits for is the error of starting it. */
async function neverStarted(closed: Promise<unknown>): Promise<never> {
  await closed
  throw new Error('unreachable: a process without an id has not started')
}

type Output = { stdout: string; stderr: string }

function collected(child: ChildProcess): Output {
  const output: Output = { stdout: '', stderr: '' }
  child.stdout?.on('data', (text: Buffer) => {
    output.stdout += text.toString()
  })
  child.stderr?.on('data', (text: Buffer) => {
    output.stderr = (output.stderr + text.toString()).slice(-tailChars)
  })
  return output
}

/** First as Ctrl+C would, so that it can tidy up. */
function stopOnAbort(child: ChildProcess, signal: AbortSignal): Disposable {
  let timer: NodeJS.Timeout | undefined
  const stop = () => {
    child.kill('SIGTERM')
    timer = setTimeout(() => child.kill('SIGKILL'), graceMs)
  }
  signal.addEventListener('abort', stop, { once: true })
  return {
    [Symbol.dispose]: () => {
      clearTimeout(timer)
      signal.removeEventListener('abort', stop)
    },
  }
}
