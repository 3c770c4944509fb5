import { spawn } from 'node:child_process'
import { once } from 'node:events'

type SleepingProcess = AsyncDisposable & { readonly pid: number; readonly stop: () => Promise<void> }

/** A real process that does nothing and leads a group of its own, stopped when the caller leaves, if not before. */
export async function startSleeping(): Promise<SleepingProcess> {
  const child = spawn('sleep', ['60'], { detached: true })
  const ended = once(child, 'exit')
  const stop = async () => {
    child.kill('SIGKILL')
    await ended
  }
  await once(child, 'spawn')
  if (child.pid === undefined) throw new Error('sleep has no process id')
  return { pid: child.pid, stop, [Symbol.asyncDispose]: stop }
}
