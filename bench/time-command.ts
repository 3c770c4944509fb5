import { spawn } from 'node:child_process'
import { once } from 'node:events'

export type TimedCommand = { readonly command: readonly string[]; readonly cwd?: string; readonly env?: NodeJS.ProcessEnv }

/** Seconds that a whole command takes, from its start to its end. @throws with its last words when it fails */
export async function timeCommand({ command, cwd, env }: TimedCommand): Promise<number> {
  const [program = '', ...args] = command
  const startedMs = performance.now()
  const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'pipe'], ...(cwd === undefined ? {} : { cwd }), ...(env ? { env } : {}) })
  let words = ''
  const keep = (text: Buffer) => {
    words = (words + text.toString()).slice(-4000)
  }
  child.stdout.on('data', keep)
  child.stderr.on('data', keep)
  const [code] = (await once(child, 'close')) as [number | null]
  if (code !== 0) throw new Error(`${command.join(' ')} ended with ${code}:\n${words}`)
  return (performance.now() - startedMs) / 1000
}
