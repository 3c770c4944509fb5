import { join } from 'node:path'
import { describe, expect, it, vi } from 'vitest'
import { createClient } from '../../src/client/index.ts'
import { renderRequest } from '../../src/api/render-request.ts'
import { childrenNamed } from '../support/children-named.ts'
import { startApi } from '../support/api.ts'
import { framefarm, saysOnStderr } from '../support/framefarm.ts'
import { openFarm } from '../support/open-farm.ts'
import { photoFilm, servePhotos, startServer, startWorker } from '../support/server-process.ts'
import { tempFolder } from '../support/temp-folder.ts'

const waitLong = { timeout: 100_000, interval: 50 }

describe('framefarm worker', () => {
  it('renders the film of a server that renders nothing itself, also when that is killed meanwhile and started again', async () => {
    const [data, address] = [await tempFolder(), await servePhotos()]
    const file = join(data, 'worker-tokens.json')
    const made = await framefarm(['worker-token', 'new', 'machine-1', '--file', file, '--json'])
    const { secret } = JSON.parse(made.stdout) as { readonly secret: string }
    const env = { FRAMEFARM_DATA: data, FRAMEFARM_ALLOWED_HOSTS: new URL(address).host, FRAMEFARM_WORKER_TOKENS_FILE: file }

    await using first = await startServer(data, { env, args: ['--no-worker', '--port', '0'] })
    const { url } = first
    await using worker = startWorker(url, { ...env, FRAMEFARM_WORKER_TOKEN: secret, FRAMEFARM_LOG_LEVEL: 'debug' })
    const { renders } = createClient({ baseUrl: url })
    const { id } = await renders.submit(photoFilm(address, ['brook', 'bridge']))
    await vi.waitFor(async () => expect((await renders.get(id)).progress.framesDone).toBeGreaterThan(0), waitLong)
    first.child.kill('SIGKILL')
    await first.ended
    await saysOnStderr(worker, /the coordinator did not answer/)

    await using second = await startServer(data, { env, args: ['--no-worker', '--port', new URL(url).port] })
    expect(second.url).toBe(url)
    const render = await renders.wait(id)
    expect(render).toMatchObject({ state: 'succeeded', scenes: [{ attempts: 1 }, { attempts: 1 }], outputs: [{ frames: 360 }, { kind: 'poster' }] })
    const metrics = await (await fetch(`${url}/metrics`)).text()
    expect(metrics).toMatch(/framefarm_stage_runs_total\{stage="finish"\} 1/)
    expect(metrics).toMatch(/framefarm_delivered_bytes_total [1-9]/)
    expect(metrics).toMatch(/framefarm_slots 1/)

    worker.child.kill('SIGTERM')
    expect(await worker.ended).toMatchObject({ code: 0 })
    expect(childrenNamed(/chromium|headless-shell|ffmpeg/)).toEqual([])
    expect(worker.stderr()).not.toContain(secret)
  })

  it('ends with the reason where the server does not let it in, and where it is not told where to go', async () => {
    const api = await startApi()
    const refused = await framefarm(['worker', '--coordinator', api.url, '--token', 'ffw_1'])
    expect(refused).toMatchObject({ code: 2, stderr: expect.stringMatching(/the worker token is not known here\n.*worker-token new/) })
    const lost = await framefarm(['worker', '--token', 'ffw_1'], { env: { FRAMEFARM_COORDINATOR: '' } })
    expect(lost).toMatchObject({ code: 2, stderr: expect.stringContaining('--coordinator') })
  })

  it('is not heard when it was frozen and wakes up late: another one has finished the film', async () => {
    const [data, address] = [await tempFolder(), await servePhotos()]
    const { farm, leasesOf } = await openFarm({ folder: data, silentSeconds: 5 })
    const api = await startApi({ leasesOf, workerTokens: (token) => token })
    const env = { FRAMEFARM_DATA: data, FRAMEFARM_ALLOWED_HOSTS: new URL(address).host, FRAMEFARM_LOG_LEVEL: 'debug' }
    // Frame by frame, so that there is a middle of it on the fastest machine, and small for the slowest.
    const film = { ...photoFilm(address, ['brook']), output: { width: 320, height: 180 } }
    const order = renderRequest.parse({ film, method: 'screenshot' })
    const { render } = await farm.submit(order, null, null)
    await using frozen = startWorker(api.url, { ...env, FRAMEFARM_WORKER_TOKEN: 'one' })
    await saysOnStderr(frozen, /"task":"chunk".*"work begun"/)
    frozen.child.kill('SIGSTOP')

    await using other = startWorker(api.url, { ...env, FRAMEFARM_WORKER_TOKEN: 'two' })
    await vi.waitFor(async () => expect(await farm.find(render.id, null)).toMatchObject({ state: 'succeeded' }), waitLong)
    frozen.child.kill('SIGCONT')
    await saysOnStderr(frozen, /"work lost"/)
    expect(await farm.find(render.id, null)).toMatchObject({
      state: 'succeeded',
      scenes: [{ attempts: 2 }],
      outputs: [{ frames: 180 }, { kind: 'poster' }],
    })
    expect(other.stderr()).not.toContain('"level":50')
  })
})
