import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { chownSync, mkdtempSync, realpathSync, rmSync } from 'node:fs'
import { createServer, type AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { findOnPath } from '../../src/shared/find-on-path.ts'

export type PostgresServer = AsyncDisposable & { readonly url: string }

const initdb = findOnPath('initdb')

/** Whether this machine has a PostgreSQL to start. */
export const hasPostgres = initdb !== null

/** A server of its own on a free port of this machine, with nothing in it. It cannot run as root, so it runs as `postgres` where we are root. */
export async function startPostgres(): Promise<PostgresServer> {
  const programs = dirname(realpathSync(initdb ?? ''))
  const user = process.getuid?.() === 0 ? { uid: idOf('-u'), gid: idOf('-g') } : null
  // The folder of a test run is closed to other users.
  const folder = mkdtempSync(join(user ? dirname(tmpdir()) : tmpdir(), 'framefarm-test-postgres-'))
  if (user) chownSync(folder, user.uid, user.gid)
  const data = join(folder, 'data')
  execFileSync(join(programs, 'initdb'), ['-D', data, '-U', 'farm', '--auth=trust', '--no-sync'], { ...user, cwd: folder, stdio: 'ignore' })
  const port = await freePort()
  const settings = ['-c', 'listen_addresses=127.0.0.1', '-c', `unix_socket_directories=`, '-c', 'fsync=off', '-p', String(port)]
  const server = spawn(join(programs, 'postgres'), ['-D', data, ...settings], { ...user, cwd: folder, stdio: 'ignore' })
  const url = `postgres://farm@127.0.0.1:${port}/postgres`
  const ended = once(server, 'exit')
  await untilReady(join(programs, 'pg_isready'), port)
  return {
    url,
    [Symbol.asyncDispose]: async () => {
      // A fast shutdown: connections are ended, and it does not wait for them.
      server.kill('SIGINT')
      await ended
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

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  await once(server, 'close')
  return port
}
