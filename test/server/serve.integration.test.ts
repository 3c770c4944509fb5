import { execFile } from 'node:child_process'
import { cp, readFile } from 'node:fs/promises'
import type { IncomingHttpHeaders } from 'node:http'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { promisify } from 'node:util'
import { Webhook } from 'standardwebhooks'
import { describe, expect, it, vi } from 'vitest'
import { createClient } from '../../src/client/index.ts'
import { dataFolderFromEnvironment } from '../../src/storage/data-folder.ts'
import { childrenNamed } from '../support/children-named.ts'
import { startFramefarm, type Running } from '../support/framefarm.ts'
import { ffprobe } from '../support/ffprobe.ts'
import { serve as serveFiles } from '../support/loopback.ts'
import { tempFolder } from '../support/temp-folder.ts'

const root = join(import.meta.dirname, '../..')
const waitLong = { timeout: 60_000, interval: 50 }

/** The sample photographs on a web server of this machine. */
function photos(): Promise<string> {
  return serveFiles((request, response) => {
    readFile(join(root, 'samples/photos', request.url ?? '')).then(
      (bytes) => response.setHeader('Content-Type', 'image/jpeg').end(bytes),
      () => response.writeHead(404).end(),
    )
  })
}

type Server = Running & AsyncDisposable & { readonly url: string }

/** `framefarm serve` in a process of its own, once it answers. */
async function startServer(data: string, env: Readonly<Record<string, string>>): Promise<Server> {
  // What setup has made; without it a first start takes seconds.
  await cp(join(dataFolderFromEnvironment().root, 'engine'), join(data, 'engine'), { recursive: true }).catch(() => undefined)
  const running = startFramefarm(['serve', '--port', '0', '--json', '--workers', '1'], { env: { FRAMEFARM_DATA: data, ...env } })
  const { promise, resolve } = Promise.withResolvers<string>()
  running.child.stdout?.on('data', (said: Buffer) => resolve((JSON.parse(said.toString()) as { readonly url: string }).url))
  const url = await Promise.race([promise, running.ended.then(({ stderr }) => Promise.reject(new Error(`it has ended: ${stderr}`)))])
  const stop = async () => {
    running.child.kill('SIGTERM')
    await running.ended
  }
  return { ...running, url, [Symbol.asyncDispose]: stop }
}

const hostOf = (url: string) => new URL(url).host

describe('framefarm serve', () => {
  it("makes a film of README's curl lines, from three addresses, and tells of it by a signed webhook", async () => {
    const [folder, address] = [await tempFolder(), await photos()]
    const told: { readonly headers: IncomingHttpHeaders; readonly body: string }[] = []
    const hook = await serveFiles((request, response) => {
      void text(request).then((body) => {
        told.push({ headers: request.headers, body })
        response.end()
      })
    })
    await using server = await startServer(await tempFolder(), { FRAMEFARM_ALLOWED_HOSTS: [address, hook].map(hostOf).join(',') })
    const { url } = server
    const [, commands = ''] = /<!-- run: serve -->\n\n```sh\n([\s\S]*?)```/.exec(await readFile(join(root, 'README.md'), 'utf8')) ?? []
    const here = commands
      .replaceAll('http://127.0.0.1:4410', url)
      .replaceAll('https://photos.example', address)
      .replaceAll('https://hooks.example', hook)
      .replace('"version": 1,', '"version": 1, "output": { "width": 320, "height": 180 },')
    const { stdout } = await promisify(execFile)('bash', ['-euo', 'pipefail', '-c', here], { cwd: folder })
    expect(stdout).toContain('"state":"succeeded"')
    const film = await ffprobe(join(folder, 'film.mp4'))
    expect(Number(film.format['duration'])).toBeCloseTo(12, 1)
    const metrics = await (await fetch(`${url}/metrics`)).text()
    expect(metrics).toContain('framefarm_renders{state="succeeded"} 1')
    expect(metrics).toMatch(/framefarm_encoder_info\{encoder="\w+"\} 1/)
    expect(metrics).toMatch(/framefarm_stage_runs_total\{stage="chunk"\} [1-9]/)
    await vi.waitFor(() => expect(told).toHaveLength(1), waitLong)
    const { secret } = JSON.parse(await readFile(join(folder, 'secret.json'), 'utf8')) as { readonly secret: string }
    const [{ headers, body } = { headers: {}, body: '' }] = told
    const event = new Webhook(secret).verify(body, headers as Record<string, string>)
    expect(event).toMatchObject({ type: 'render.succeeded', data: { state: 'succeeded' } })
  })

  it('goes on after kill -9 and renders no finished chunk again, and gives work back when it is told to stop', async () => {
    const [data, address] = [await tempFolder(), await photos()]
    const env = { FRAMEFARM_ALLOWED_HOSTS: hostOf(address), FRAMEFARM_STOP_SECONDS: '0' }
    const scene = (name: string) => ({ image: `${address}/${name}.jpg`, duration: 6 })
    const film = { version: 1 as const, output: { width: 640, height: 360 }, scenes: ['brook', 'bridge', 'sunset'].map(scene) }

    await using first = await startServer(data, env)
    const { id } = await createClient({ baseUrl: first.url }).renders.submit(film)
    const statesOf = async ({ url }: Server) => (await createClient({ baseUrl: url }).renders.get(id)).scenes.map(({ state }) => state)
    await vi.waitFor(async () => expect(await statesOf(first)).toContain('done'), waitLong)
    first.child.kill('SIGKILL')
    await first.ended

    await using second = await startServer(data, env)
    expect(await statesOf(second)).toContain('done')
    second.child.kill('SIGTERM')
    expect((await second.ended).code).toBe(0)
    expect(childrenNamed(/chromium|headless-shell|ffmpeg/)).toEqual([])

    await using third = await startServer(data, env)
    const render = await createClient({ baseUrl: third.url }).renders.wait(id)
    expect(render).toMatchObject({ state: 'succeeded', scenes: [{ attempts: 1 }, { state: 'done' }, { state: 'done' }] })
    expect(render.outputs).toMatchObject([{ frames: 540 }])
  })

  it('answers nobody but this machine without API keys, and refuses what lies on this machine', async () => {
    await using server = await startServer(await tempFolder(), {})
    const { url } = server
    const film = { version: 1, scenes: [{ image: 'http://127.0.0.1:1/x.jpg', duration: 1 }] }
    const refused = await fetch(`${url}/v1/renders`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ film }),
    })
    expect(refused.status).toBe(422)
    expect(await refused.json()).toMatchObject({ code: 'FILM_INVALID', errors: [{ pointer: '/film/scenes/0/image' }] })
    const { hostname } = new URL(url)
    expect(hostname).toBe('127.0.0.1')
  })
})
