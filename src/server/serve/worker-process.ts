import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { constants, setPriority } from 'node:os'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Logger } from 'pino'

export type WorkerProcessOrder = {
  /** The program and its arguments. It has to end when its standard input ends, and to stop well by SIGTERM. */
  readonly command: readonly string[]
  /** Beside that of this process. */
  readonly env: Readonly<Record<string, string>>
  readonly log: Logger
  /** Called each time that the process has ended, before it is started again. */
  readonly onEnd: () => Promise<void>
  /** How long the process may take to stop. */
  readonly stopMs: number
}

/** A worker in a process of its own, as long as it is not stopped. */
export type WorkerProcess = { readonly stop: () => Promise<void> }

const firstDelayMs = 200
const longestDelayMs = 30_000
/** A process that has lived so long did not fail because it was started. */
const longLifeMs = 60_000

/**
 * Starts a worker, and starts it again when it ends by itself, after pauses that double.
 * Its standard input is a pipe that nothing is written to: when this process ends, in whatever way, the pipe ends.
 */
export function startWorkerProcess(order: WorkerProcessOrder): WorkerProcess {
  const stopping = new AbortController()
  const ended = keepRunning(order, stopping.signal)
  return {
    stop: async () => {
      stopping.abort()
      await ended
    },
  }
}

async function keepRunning(order: WorkerProcessOrder, stopping: AbortSignal): Promise<void> {
  for (let failures = 0; !stopping.aborted; failures++) {
    const startMs = performance.now()
    const end = await runOnce(order, stopping)
    await order.onEnd().catch((error: unknown) => order.log.error({ err: error }, 'the work of the worker that has ended could not be freed yet'))
    if (stopping.aborted) return
    if (performance.now() - startMs > longLifeMs) failures = 0
    const delayMs = Math.min(longestDelayMs, firstDelayMs * 2 ** failures)
    order.log.error({ ...end, delayMs }, 'the worker has ended by itself, and is started again')
    await sleep(delayMs, undefined, { signal: stopping }).catch(() => undefined)
  }
}

/** @returns how it has ended */
async function runOnce({ command, env, stopMs, log }: WorkerProcessOrder, stopping: AbortSignal): Promise<object> {
  const [program = '', ...args] = command
  const child = spawn(program, args, { env: { ...process.env, ...env }, stdio: ['pipe', 'ignore', 'inherit'] })
  log.info({ pid: child.pid }, 'the worker is started')
  yieldToServer(child)
  let timer: NodeJS.Timeout | undefined
  const stop = () => {
    child.kill('SIGTERM')
    timer = setTimeout(() => child.kill('SIGKILL'), stopMs)
  }
  stopping.addEventListener('abort', stop, { once: true })
  try {
    return await endOf(child)
  } finally {
    clearTimeout(timer)
    stopping.removeEventListener('abort', stop)
  }
}

/** Rendering takes every core there is: with the same weight, an answer of the server would wait for frames. All that the worker starts inherits it. */
function yieldToServer({ pid }: ChildProcess): void {
  try {
    if (pid !== undefined) setPriority(pid, constants.priority.PRIORITY_BELOW_NORMAL)
  } catch {
    // It has ended at once, or this system has no such thing.
  }
}

async function endOf(child: ChildProcess): Promise<object> {
  try {
    const [code, signal] = (await once(child, 'exit')) as [number | null, NodeJS.Signals | null]
    return { pid: child.pid, code, signal }
  } catch (error) {
    return { err: error }
  }
}
