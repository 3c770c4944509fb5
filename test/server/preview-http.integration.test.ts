import { request } from 'node:http'
import { existsSync } from 'node:fs'
import { mkdtemp, readdir, readFile, rm, truncate, writeFile } from 'node:fs/promises'
import { networkInterfaces, tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { PreviewState } from '../../src/server/preview-state.ts'
import { framefarm } from '../support/framefarm.ts'
import { serve } from '../support/loopback.ts'
import { ffprobe } from '../support/ffprobe.ts'
import { testPreview, until } from '../support/preview.ts'
import { writeSmallFilm } from '../support/small-film.ts'
import { tempFolder } from '../support/temp-folder.ts'
import { thrownBy } from '../support/thrown-by.ts'

type Answer = { readonly status: number; readonly headers: Readonly<Record<string, unknown>>; readonly body: string }

/** A request whose path and Host header arrive as they are given; fetch would tidy both up. */
async function rawGet(url: string, { path = new URL(url).pathname, host = new URL(url).host, method = 'GET' } = {}): Promise<Answer> {
  const { promise, resolve, reject } = Promise.withResolvers<Answer>()
  const asked = request({ host: '127.0.0.1', port: new URL(url).port, path, method, headers: { host }, agent: false }, (response) => {
    const parts: Buffer[] = []
    response.on('data', (part: Buffer) => parts.push(part))
    response.on('end', () => resolve({ status: response.statusCode ?? 0, headers: response.headers, body: Buffer.concat(parts).toString() }))
  })
  asked.on('error', reject)
  asked.end()
  return promise
}

function isReady(states: readonly PreviewState[]): boolean {
  return states.at(-1)?.status === 'ready'
}

describe('the preview over HTTP', () => {
  /** Of a film with two scenes, for all tests that change nothing in it. */
  let shared: Awaited<ReturnType<typeof testPreview>>
  let sharedFolder: string
  beforeAll(async () => {
    sharedFolder = await mkdtemp(join(tmpdir(), 'framefarm-test-'))
    shared = await testPreview(await writeSmallFilm(sharedFolder))
    await until(() => isReady(shared.states))
  })
  afterAll(async () => {
    await shared[Symbol.asyncDispose]()
    await rm(sharedFolder, { recursive: true })
  })

  it("serves each scene's site as the renderer has it: page, runtime, values and the prepared image", async () => {
    const scene = `${shared.url}scenes/2`
    const page = await fetch(`${scene}/incoming/template/page.html`)
    expect({ status: page.status, type: page.headers.get('content-type') }).toEqual({ status: 200, type: 'text/html; charset=utf-8' })
    expect(await (await fetch(`${scene}/incoming/runtime.js`)).text()).toContain('export async function defineScene')
    const data = (await (await fetch(`${scene}/incoming/scene.json`)).json()) as { props: { image: string }; durationMs: number }
    expect(data.durationMs).toBe(1000)
    const image = await fetch(new URL(data.props.image, `${scene}/incoming/template/page.html`))
    expect({ status: image.status, type: image.headers.get('content-type') }).toEqual({ status: 200, type: 'image/jpeg' })
    const thumbnail = await fetch(`${shared.url}thumbnails/2`)
    expect({ status: thumbnail.status, type: thumbnail.headers.get('content-type') }).toEqual({ status: 200, type: 'image/jpeg' })
  })

  it('serves the mixed sound, whole and in parts, and none for a film without sound', async () => {
    const path = await writeSmallFilm(await tempFolder())
    await using preview = await testPreview(path)
    await until(() => isReady(preview.states))
    const state = preview.states.at(-1)
    const address = state?.status === 'ready' ? `${preview.url}${state.sound?.file}` : ''
    const whole = await fetch(address)
    expect({ status: whole.status, type: whole.headers.get('content-type') }).toEqual({ status: 200, type: 'audio/mp4' })
    const bytes = await whole.bytes()
    const file = join(await tempFolder(), 'sound.m4a')
    await writeFile(file, bytes)
    expect((await ffprobe(file)).audio).toMatchObject({ codec_name: 'aac', duration: '2.000000' })
    const part = await fetch(address, { headers: { range: 'bytes=100-199' } })
    expect(part.status).toBe(206)
    expect(await part.bytes()).toEqual(bytes.subarray(100, 200))
    await writeFile(path, JSON.stringify({ version: 1, output: { width: 320, height: 180 }, scenes: [{ image: 'photo-0.jpg', duration: 1 }] }))
    await until(() => preview.states.at(-1) !== state && isReady(preview.states))
    expect(preview.states.at(-1)).toMatchObject({ sound: null })
    expect((await fetch(`${preview.url}sound`)).status).toBe(404)
  })

  it.each([
    ['another site', 'evil.example'],
    ['a name that only starts like this machine', '127.0.0.1.evil.example'],
    ['a name that only ends like it', 'evil-localhost'],
    ['a user before the host', 'localhost:80@evil.example'],
  ])('refuses a request that was meant for %s', async (_name, host) => {
    for (const path of [new URL(shared.url).pathname, '/']) {
      const { status, body } = await rawGet(shared.url, { host, path })
      expect({ status, body }).toEqual({ status: 403, body: 'forbidden\n' })
    }
  })

  it('answers to localhost too, and to the port of a tunnel', async () => {
    for (const host of [`localhost:${new URL(shared.url).port}`, 'localhost:9000', '127.0.0.1'])
      expect((await rawGet(shared.url, { host })).status).toBe(200)
  })

  it('listens on no address that other machines reach', async () => {
    const others = Object.values(networkInterfaces()).flatMap((each) => each?.filter(({ internal, family }) => !internal && family === 'IPv4') ?? [])
    for (const { address } of others) await expect(fetch(`http://${address}:${new URL(shared.url).port}/`)).rejects.toThrow()
  })

  it('shows nothing to those who do not know the token, and a new one each time', async () => {
    const path = await writeSmallFilm(await tempFolder())
    await using preview = await testPreview(path)
    await until(() => isReady(preview.states))
    const { pathname, origin } = new URL(preview.url)
    expect(pathname).toMatch(/^\/[0-9a-f]{32}\/$/)
    const wrong = pathname.replace(/[0-9a-f]\/$/, (end) => (end === '0/' ? '1/' : '0/'))
    for (const asked of ['/', wrong, `${wrong}events`, `${wrong}scenes/1/scene.json`, '/events', '/page.html', '//', '/%00'])
      expect({ asked, status: (await rawGet(origin, { path: asked })).status }).toEqual({ asked, status: 404 })
    await using another = await testPreview(path)
    expect(new URL(another.url).pathname).not.toBe(pathname)
  })

  it('finds the page also without the last slash', async () => {
    const response = await fetch(shared.url.slice(0, -1))
    expect({ url: response.url, status: response.status }).toEqual({ url: shared.url, status: 200 })
  })

  it.each([
    '/template/../../../../../etc/passwd',
    '/template/..%2f..%2f..%2fetc/passwd',
    '/template/%2e%2e/%2e%2e/etc/passwd',
    '/template/..\\..\\etc\\passwd',
    '/../../package.json',
    '//etc/passwd',
    '/template/',
    '/template',
    '/',
    '',
    '/assets/film.json',
    '/template/page.html%00',
    '/%',
  ])('has no file at scenes/1%s', async (path) => {
    const { status, body } = await rawGet(shared.url, { path: `${new URL(shared.url).pathname}scenes/1${path}` })
    expect(status).toBe(404)
    expect(body).toBe('not found\n')
  })

  it.each(['scenes/0/scene.json', 'scenes/3/scene.json', 'scenes/01/scene.json', 'scenes/-1/scene.json', 'scenes/x/scene.json', 'thumbnails/3'])(
    'has no scene at %s',
    async (path) => {
      expect((await rawGet(shared.url + path)).status).toBe(404)
    },
  )

  it.each(['../package.json', '..%2fpreview-app.ts', '%2e%2e%2fpreview-app.ts', '....//preview-app.ts', '.git', '%E0%A4%A'])(
    'gives away no file beside the page at %s',
    async (path) => {
      const { status, body } = await rawGet(shared.url, { path: new URL(shared.url).pathname + path })
      expect(status).toBeGreaterThanOrEqual(400)
      expect(status).toBeLessThan(500)
      expect(body).not.toMatch(/\n\s+at |import |\/src\//)
    },
  )

  it('sends headers that keep the page and the scenes to themselves', async () => {
    for (const path of ['', 'page.js', 'scenes/1/template/page.html', 'thumbnails/1', 'nowhere']) {
      const { headers } = await rawGet(shared.url + path)
      expect({ path, headers }).toEqual({
        path,
        headers: expect.objectContaining({
          'x-content-type-options': 'nosniff',
          'referrer-policy': 'no-referrer',
          'cross-origin-resource-policy': 'same-origin',
          'cross-origin-opener-policy': 'same-origin',
          'cache-control': 'no-store',
          'content-security-policy': expect.stringMatching(
            path.startsWith('scenes') ? /frame-ancestors 'self'/ : /^default-src 'none'.*frame-ancestors 'none'/,
          ),
        }),
      })
      expect(headers['x-powered-by']).toBeUndefined()
    }
  })

  it('takes nothing but reading', async () => {
    for (const method of ['POST', 'PUT', 'DELETE'])
      for (const path of ['', 'events', 'scenes/1/scene.json', 'thumbnails/1']) {
        expect.soft({ method, path, status: (await rawGet(shared.url + path, { method })).status }).toEqual({ method, path, status: 405 })
      }
  })

  it('takes edits from its own page alone: with the token, its origin, as JSON, and not too large', async () => {
    const path = await writeSmallFilm(await tempFolder())
    await using preview = await testPreview(path)
    await until(() => isReady(preview.states))
    const { origin } = new URL(preview.url)
    const body = JSON.stringify({ changes: [{ path: ['background'], value: '#ff0000' }] })
    const post = async (headers: Record<string, string>, sent = body, url = `${preview.url}draft/edit`) =>
      (await fetch(url, { method: 'POST', headers, body: sent })).status
    const json = { 'content-type': 'application/json' }
    expect(await post(json)).toBe(403)
    for (const foreign of ['http://evil.example', 'null', origin.replace(/\d+$/, '1')]) expect(await post({ ...json, origin: foreign })).toBe(403)
    for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x'])
      expect(await post({ 'content-type': type, origin })).toBe(415)
    expect(await post({ ...json, origin }, body, `${origin}/draft/edit`)).toBe(405)
    for (const wrong of ['{}', '{"changes":[]}', '{"changes":[{"path":[-1]}]}', '{"changes":[{"path":["version","x"],"value":1}]}'])
      expect.soft(await post({ ...json, origin }, wrong), wrong).toBe(422)
    expect(await post({ ...json, origin }, '{')).toBe(400)
    expect(await post({ ...json, origin }, JSON.stringify({ changes: [{ path: ['background'], value: 'x'.repeat(2e6) }] }))).toBe(413)
    expect(await (await fetch(`${preview.url}film.json`)).text()).toBe(await readFile(path, 'utf8'))
    // The door that is left.
    expect(await post({ ...json, origin })).toBe(204)
    expect(await (await fetch(`${preview.url}film.json`)).json()).toMatchObject({ background: '#ff0000' })
    expect(JSON.parse(await readFile(path, 'utf8'))).not.toHaveProperty('background')
  })

  it('tells an image that cannot be prepared in words, without a stack', async () => {
    const folder = await tempFolder()
    const path = await writeSmallFilm(folder, { scenes: 1 })
    await truncate(join(folder, 'photo-0.jpg'), 6000)
    await using preview = await testPreview(path)
    await until(() => preview.states.at(-1)?.status === 'faulty')
    const { status, body } = await rawGet(`${preview.url}thumbnails/1`)
    expect({ status, body }).toEqual({ status: 500, body: expect.stringMatching(/^photo-0\.jpg is not an image that can be used: [^\n]*\n$/) })
  })
})

describe('a preview', () => {
  it('ends at once with an event stream open, and leaves no file', async () => {
    const preview = await testPreview(await writeSmallFilm(await tempFolder()))
    const response = await fetch(`${preview.url}events`)
    expect((await readdir(tmpdir())).some((name) => name.startsWith('framefarm-preview-'))).toBe(true)
    const startedMs = performance.now()
    await preview[Symbol.asyncDispose]()
    expect(performance.now() - startedMs).toBeLessThan(2000)
    await expect(response.text()).rejects.toThrow()
    expect((await readdir(tmpdir())).filter((name) => name.startsWith('framefarm-preview-'))).toEqual([])
  })

  it('watches nothing any more when it ends while the film is being read', async () => {
    const { openPreview } = await import('../../src/server/open-preview.ts')
    const filmPath = await writeSmallFilm(await tempFolder())
    for (const afterMs of [0, 1, 2, 4, 8, 16]) {
      const preview = await openPreview({ filmPath, port: 0, listen: () => undefined })
      await new Promise((resolve) => setTimeout(resolve, afterMs))
      await preview[Symbol.asyncDispose]()
    }
    await until(() => !process.getActiveResourcesInfo().includes('CloseReq'))
    expect(process.getActiveResourcesInfo().filter((name) => name.startsWith('FSEvent'))).toEqual([])
  })

  it('refuses a film that is not there', async () => {
    const path = join(await tempFolder(), 'flim.json')
    expect(await thrownBy(testPreview(path))).toMatchObject({
      code: 'FILM_UNREADABLE',
      message: expect.stringContaining('flim.json could not be read'),
    })
  })

  it('says so when its port is taken, and leaves nothing behind', async () => {
    const port = Number(new URL(await serve((_request, response) => response.end())).port)
    const { openPreview } = await import('../../src/server/open-preview.ts')
    const filmPath = await writeSmallFilm(await tempFolder())
    expect(await thrownBy(openPreview({ filmPath, port, listen: () => undefined }))).toMatchObject({
      code: 'USAGE',
      message: `port ${port} is in use by another program`,
      hint: expect.stringContaining('--port'),
    })
  })

  it('reads a film again when it is written twice in a row, and ends with what was written last', async () => {
    const folder = await tempFolder()
    const path = await writeSmallFilm(folder)
    await using preview = await testPreview(path)
    await until(() => isReady(preview.states))
    await writeFile(path, '{')
    await new Promise((resolve) => setTimeout(resolve, 130))
    await writeSmallFilm(folder, { scenes: 4 })
    const last = () => preview.states.at(-1)
    await until(() => {
      const state = last()
      return state?.status === 'ready' && state.scenes.length === 4
    })
    // And nothing comes after it.
    await new Promise((resolve) => setTimeout(resolve, 500))
    expect(last()).toMatchObject({ status: 'ready', frames: 120 })
  })

  it("reads the film again when a file of a scene's own template is saved, also while that has a fault", async () => {
    const folder = await tempFolder()
    await framefarm(['template', 'new', 'greeting'], { cwd: folder })
    await using preview = await testPreview(join(folder, 'greeting/film.json'))
    await until(() => isReady(preview.states))
    await writeFile(join(folder, 'greeting/page.css'), 'body { background: red }')
    await until(() => preview.states.length > 1 && isReady(preview.states))
    expect(await (await fetch(`${preview.url}scenes/1/incoming/template/page.css`)).text()).toBe('body { background: red }')
    const manifest = await readFile(join(folder, 'greeting/template.json'), 'utf8')
    await writeFile(join(folder, 'greeting/template.json'), '{')
    await until(() => preview.states.at(-1)?.status === 'faulty')
    await writeFile(join(folder, 'greeting/template.json'), manifest)
    await until(() => isReady(preview.states))
  })

  it('shows the film as soon as an image that was missing is there', async () => {
    const folder = await tempFolder()
    const path = await writeSmallFilm(folder, { scenes: 1 })
    const { rename } = await import('node:fs/promises')
    await rename(join(folder, 'photo-0.jpg'), join(folder, 'away.jpg'))
    await using preview = await testPreview(path)
    await until(() => preview.states.length > 0)
    expect(preview.states).toEqual([expect.objectContaining({ status: 'faulty', faults: [expect.objectContaining({ pointer: '/scenes/0/image' })] })])
    await rename(join(folder, 'away.jpg'), join(folder, 'photo-0.jpg'))
    await until(() => isReady(preview.states))
    expect(existsSync(join(folder, 'away.jpg'))).toBe(false)
  })
})
