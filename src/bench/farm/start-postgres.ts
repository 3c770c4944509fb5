import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { chownSync, mkdtempSync, rmSync } from 'node:fs'
import { createServer, type AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { findPostgres } from './find-postgres.ts'

export type PostgresServer = AsyncDisposable & {
  readonly url: string
  /** Of its first process, until it crashes. */
  readonly pid: number
  /** By SIGKILL, as when its machine goes. */
  readonly crash: () => Promise<void>
  /** After a crash: with all that it had promised to keep. */
  readonly start: () => Promise<void>
}

const programs = findPostgres()

/** Whether this machine has a PostgreSQL to start. */
export const hasPostgres = programs !== null

/** A server of its own on a free port of this machine, with nothing in it. It cannot run as root, so it runs as `postgres` where we are root. */
export async function startPostgres(): Promise<PostgresServer> {
  if (programs === null) throw new Error('there is no PostgreSQL here; `npm run setup -- --tests` installs one')
  const user = process.getuid?.() === 0 ? { uid: idOf('-u'), gid: idOf('-g') } : null
  // The folder of a test run is closed to other users.
  const folder = mkdtempSync(join(user ? dirname(tmpdir()) : tmpdir(), 'framefarm-test-postgres-'))
  if (user) chownSync(folder, user.uid, user.gid)
  const data = join(folder, 'data')
  execFileSync(join(programs, 'initdb'), ['-D', data, '-U', 'farm', '--auth=trust', '--no-sync'], { ...user, cwd: folder, stdio: 'ignore' })
  const port = await freePort()
  const settings = ['-c', 'listen_addresses=127.0.0.1', '-c', `unix_socket_directories=`, '-c', 'fsync=off', '-p', String(port)]
  const start = async () => {
    const server = spawn(join(programs, 'postgres'), ['-D', data, ...settings], { ...user, cwd: folder, stdio: 'ignore' })
    const ended = once(server, 'exit')
    await Promise.race([untilReady(join(programs, 'pg_isready'), port), ended.then(() => Promise.reject(new Error('PostgreSQL ended at once')))])
    return { server, ended }
  }
  let running = await start()
  const end = async (signal: NodeJS.Signals) => {
    running.server.kill(signal)
    await running.ended
  }
  return {
    pid: running.server.pid ?? 0,
    url: `postgres://farm@127.0.0.1:${port}/postgres`,
    crash: () => end('SIGKILL'),
    start: async () => {
      // Processes of the one that crashed may still hold its memory for a moment.
      for (let tries = 0; tries < 10; tries++) {
        const started = await start().catch(() => null)
        if (started) {
          running = started
          return
        }
        await sleep(500)
      }
      throw new Error('PostgreSQL did not start again')
    },
    [Symbol.asyncDispose]: async () => {
      // A fast shutdown: connections are ended, and it does not wait for them.
      await end('SIGINT')
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

async function untilReady(program: string, port: number): Promise<void> {
  for (let tries = 0; tries < 600; tries++) {
    try {
      execFileSync(program, ['-h', '127.0.0.1', '-p', String(port)], { stdio: 'ignore' })
      return
    } catch {
      await sleep(100)
    }
  }
  throw new Error('PostgreSQL did not start within a minute')
}

function idOf(option: '-u' | '-g'): number {
  return Number(execFileSync('id', [option, 'postgres'], { encoding: 'utf8' }))
}

/** A port of this machine that nobody listens on. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  await once(server, 'close')
  return port
}
