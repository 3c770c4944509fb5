import { spawn, type ChildProcess } from 'node:child_process'
import { createHash, randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

export type LocalFarmOrder = {
  /** Beside the server; where there are none, it has one of its own, as `serve` has by default. */
  readonly workers: number
  /** How many API keys. */
  readonly owners: number
  /** Each worker on a core of its own, with one slot: as many small machines. */
  readonly isPinned: boolean
}

export type LocalFarm = AsyncDisposable & {
  readonly url: string
  readonly keys: readonly string[]
  readonly workers: number
  readonly pids: readonly number[]
}

export const launcher = join(import.meta.dirname, '../../../bin/framefarm')

/** `framefarm serve` and workers, all of them processes of this machine, each on a folder of its own. Stopped, and all of it removed, when disposed of. */
export async function startLocalFarm({ workers, owners, isPinned }: LocalFarmOrder): Promise<LocalFarm> {
  await using parts = new AsyncDisposableStack()
  const folder = await mkdtemp(join(tmpdir(), 'framefarm-bench-'))
  parts.defer(() => rm(folder, { recursive: true, force: true }))
  const [keys, tokens] = [newSecrets('ffk', owners), newSecrets('ffw', workers)]
  const [keysFile, tokensFile] = [join(folder, 'keys.json'), join(folder, 'tokens.json')]
  await writeFile(keysFile, keysFileOf('owner', keys))
  await writeFile(tokensFile, keysFileOf('worker', tokens))
  const start = (args: readonly string[], env: Readonly<Record<string, string>>, core: number | null) => {
    const child = startProcess(args, { FRAMEFARM_LOG_LEVEL: 'warn', ...env }, core)
    parts.defer(() => stop(child))
    return child
  }
  const [whoWorks, tokensOf] = workers === 0 ? [[], {}] : [['--no-worker'], { FRAMEFARM_WORKER_TOKENS_FILE: tokensFile }]
  const settings = { FRAMEFARM_DATA: join(folder, 'server'), FRAMEFARM_KEYS_FILE: keysFile, ...tokensOf }
  const server = start(['serve', ...whoWorks, '--port', '0', '--json'], settings, null)
  const url = await addressOf(server)
  const taken = tokens.map((token, index) => {
    const env = { FRAMEFARM_DATA: join(folder, `worker-${index}`), FRAMEFARM_COORDINATOR: url, FRAMEFARM_WORKER_TOKEN: token }
    return start(['worker', ...(isPinned ? ['--workers', '1'] : [])], env, isPinned ? index : null)
  })
  const running = parts.move()
  return {
    url,
    keys,
    workers: Math.max(1, workers),
    pids: [server, ...taken].flatMap(({ pid }) => (pid === undefined ? [] : [pid])),
    [Symbol.asyncDispose]: () => running.disposeAsync(),
  }
}

/** @param core the only one that it and what it starts may use; any where it is null */
function startProcess(args: readonly string[], env: Readonly<Record<string, string>>, core: number | null): ChildProcess {
  const command = [...(core === null ? [] : ['taskset', '--cpu-list', String(core)]), process.execPath, launcher, ...args]
  const [program = '', ...rest] = command
  return spawn(program, rest, { env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'inherit'] })
}

async function addressOf(server: ChildProcess): Promise<string> {
  const ended = once(server, 'exit').then(() => Promise.reject(new Error('the server has ended before it listened')))
  const said = server.stdout ? once(server.stdout, 'data') : Promise.reject(new Error('unreachable: its output is a pipe'))
  const [line] = (await Promise.race([said, ended])) as [Buffer]
  const { url, error } = JSON.parse(line.toString()) as { readonly url?: string; readonly error?: { readonly message: string } }
  if (url === undefined) throw new Error(`the server has not started: ${error?.message ?? 'it does not say why'}`)
  return url
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const ended = once(child, 'exit')
  child.kill('SIGTERM')
  await ended
}

function newSecrets(prefix: string, count: number): readonly string[] {
  return Array.from({ length: count }, () => `${prefix}_${randomBytes(32).toString('hex')}`)
}

function keysFileOf(name: string, secrets: readonly string[]): string {
  const keys = secrets.map((secret, index) => ({ id: `${name}-${index}`, sha256: createHash('sha256').update(secret).digest('hex') }))
  return JSON.stringify({ keys })
}
