import { execFile } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import type { IncomingHttpHeaders } from 'node:http'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { promisify } from 'node:util'
import { Webhook } from 'standardwebhooks'
import { describe, expect, it, vi } from 'vitest'
import { createClient } from '../../src/client/index.ts'
import { isAlive, processTree } from '../../src/shared/process-tree.ts'
import { childrenNamed } from '../support/children-named.ts'
import { ffprobe } from '../support/ffprobe.ts'
import { serve as serveFiles } from '../support/loopback.ts'
import { photoFilm, servePhotos, startServer, type Server } from '../support/server-process.ts'
import { tempFolder } from '../support/temp-folder.ts'

const root = join(import.meta.dirname, '../..')
const waitLong = { timeout: 100_000, interval: 50 }

const hostOf = (url: string) => new URL(url).host

describe('framefarm serve', () => {
  it("makes a film of README's curl lines, from three addresses, and tells of it by a signed webhook", async () => {
    const [folder, address] = [await tempFolder(), await servePhotos()]
    const told: { readonly headers: IncomingHttpHeaders; readonly body: string }[] = []
    const hook = await serveFiles((request, response) => {
      void text(request).then((body) => {
        told.push({ headers: request.headers, body })
        response.end()
      })
    })
    await using server = await startServer(await tempFolder(), { env: { FRAMEFARM_ALLOWED_HOSTS: [address, hook].map(hostOf).join(',') } })
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
    expect(metrics).toMatch(/framefarm_fetched_bytes_total [1-9]/)
    expect(metrics).toMatch(/framefarm_delivered_bytes_total [1-9]/)
    expect(metrics).toMatch(/framefarm_stage_runs_total\{stage="chunk"\} [1-9]/)
    await vi.waitFor(() => expect(told).toHaveLength(1), waitLong)
    const { secret } = JSON.parse(await readFile(join(folder, 'secret.json'), 'utf8')) as { readonly secret: string }
    const [{ headers, body } = { headers: {}, body: '' }] = told
    const event = new Webhook(secret).verify(body, headers as Record<string, string>)
    expect(event).toMatchObject({ type: 'render.succeeded', data: { state: 'succeeded' } })
  })

  it('goes on after kill -9 and renders no finished chunk again, and gives work back when it is told to stop', async () => {
    const [data, address] = [await tempFolder(), await servePhotos()]
    const env = { FRAMEFARM_ALLOWED_HOSTS: hostOf(address), FRAMEFARM_STOP_SECONDS: '0' }
    await using first = await startServer(data, { env })
    const { id } = await createClient({ baseUrl: first.url }).renders.submit(photoFilm(address))
    const statesOf = async ({ url }: Server) => (await createClient({ baseUrl: url }).renders.get(id)).scenes.map(({ state }) => state)
    await vi.waitFor(async () => expect(await statesOf(first)).toContain('done'), waitLong)
    const all = processTree(first.child.pid ?? 0)
    expect(all.filter(({ command }) => /chrom|headless-shell/.test(command))).not.toEqual([])
    first.child.kill('SIGKILL')
    await first.ended
    // Its worker ends by itself, and so does what that has started.
    await vi.waitFor(() => expect(all.filter(({ pid }) => isAlive(pid))).toEqual([]), waitLong)

    await using second = await startServer(data, { env })
    expect(await statesOf(second)).toContain('done')
    second.child.kill('SIGTERM')
    expect((await second.ended).code).toBe(0)
    expect(childrenNamed(/chromium|headless-shell|ffmpeg/)).toEqual([])

    await using third = await startServer(data, { env })
    const render = await createClient({ baseUrl: third.url }).renders.wait(id)
    expect(render).toMatchObject({ state: 'succeeded', scenes: [{ attempts: 1 }, { state: 'done' }, { state: 'done' }] })
    expect(render.outputs).toMatchObject([{ frames: 540 }, { kind: 'poster' }])
  })

  it('starts another worker when its own is killed in the middle of a chunk, and the film is finished', async () => {
    const [data, address] = [await tempFolder(), await servePhotos()]
    await using server = await startServer(data, { env: { FRAMEFARM_ALLOWED_HOSTS: hostOf(address) } })
    const { renders } = createClient({ baseUrl: server.url })
    const { id } = await renders.submit(photoFilm(address, ['brook', 'bridge']))
    await vi.waitFor(async () => expect((await renders.get(id)).progress.framesDone).toBeGreaterThan(0), waitLong)
    const worker = processTree(server.child.pid ?? 0).find(({ command }) => command.includes('framefarm worker'))
    process.kill(worker?.pid ?? 0, 'SIGKILL')
    expect(await renders.wait(id)).toMatchObject({ state: 'succeeded', outputs: [{ frames: 360 }, { kind: 'poster' }] })
    expect(server.stderr()).toContain('the worker has ended by itself, and is started again')
  })

  it('answers nobody but this machine without API keys, and refuses what lies on this machine', async () => {
    await using server = await startServer(await tempFolder())
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
