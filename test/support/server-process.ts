import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { startFramefarm, type Running } from './framefarm.ts'
import { serve as serveFiles } from './loopback.ts'
import { placeDatabase } from './prepared-database.ts'

const root = join(import.meta.dirname, '../..')

export type Server = Running & AsyncDisposable & { readonly url: string }
type ServerWishes = { readonly env?: Readonly<Record<string, string>>; readonly args?: readonly string[] }

/** `framefarm serve` in a process of its own, once it answers: on any free port and with one slot, unless `args` say otherwise. */
export async function startServer(data: string, { env = {}, args = ['--port', '0', '--workers', '1'] }: ServerWishes = {}): Promise<Server> {
  await placeDatabase(join(data, 'database'))
  const running = startFramefarm(['serve', '--json', ...args], { env: { FRAMEFARM_DATA: data, ...env } })
  const { promise, resolve } = Promise.withResolvers<string>()
  running.child.stdout?.on('data', (said: Buffer) => resolve((JSON.parse(said.toString()) as { readonly url: string }).url))
  const url = await Promise.race([promise, running.ended.then(({ stderr }) => Promise.reject(new Error(`it has ended: ${stderr}`)))])
  return { ...running, url, [Symbol.asyncDispose]: () => stopped(running) }
}

/** `framefarm worker` in a process of its own, with one slot. */
export function startWorker(coordinator: string, env: Readonly<Record<string, string>>): Running & AsyncDisposable {
  const running = startFramefarm(['worker', '--coordinator', coordinator, '--workers', '1'], { env })
  return { ...running, [Symbol.asyncDispose]: () => stopped(running) }
}

async function stopped({ child, ended }: Running): Promise<void> {
  child.kill('SIGCONT')
  child.kill('SIGTERM')
  await ended
}

/** The sample photographs on a web server of this machine. @returns its address, without a slash at the end */
export function servePhotos(): Promise<string> {
  return serveFiles((request, response) => {
    readFile(join(root, 'samples/photos', request.url ?? '')).then(
      (bytes) => response.setHeader('Content-Type', 'image/jpeg').end(bytes),
      () => response.writeHead(404).end(),
    )
  })
}

/** A film of some of them, each for six seconds unless it is said otherwise: long enough to be killed in the middle. */
export function photoFilm(address: string, names: readonly string[] = ['brook', 'bridge', 'sunset'], duration = 6) {
  return { version: 1 as const, output: { width: 640, height: 360 }, scenes: names.map((name) => ({ image: `${address}/${name}.jpg`, duration })) }
}
