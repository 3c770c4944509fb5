import { readdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import sharp from 'sharp'
import { describe, expect, it } from 'vitest'
import { seriousFindings } from '../support/serious-findings.ts'
import { submitted, testKeys } from '../support/api.ts'
import { draftOf } from '../support/edited-preview.ts'
import { frameOf, openPage, openPlainPage } from '../support/preview.ts'
import { servedFilm } from '../support/served-film.ts'
import { startServedPreview } from '../support/served-preview.ts'
import { ssim } from '../support/ssim.ts'
import { tempFolder } from '../support/temp-folder.ts'
import { startBrowser } from '../support/user-browser.ts'

const soon = { timeout: 30_000 }

async function grey(picture: Buffer): Promise<{ data: Uint8Array; width: number; height: number }> {
  const { data, info } = await sharp(picture).removeAlpha().greyscale().raw().toBuffer({ resolveWithObject: true })
  return { data, width: info.width, height: info.height }
}

/** A film with a transition and a caption, whose files lie on a web server. */
async function films() {
  const { film, address, fetched } = await servedFilm(await tempFolder())
  Object.assign(film.scenes[1] ?? {}, { transition: { type: 'crossfade', duration: 0.4 }, captions: 'Half way' })
  return { film, address, fetched }
}

/** A film of a text alone. */
const card = { version: 1, output: { width: 320, height: 180 }, scenes: [{ template: 'title-card', props: { title: 'A card' }, duration: 1 }] }

async function isRead(address: string): Promise<void> {
  await expect.poll(async () => (await fetch(`${address}scenes/1/scene.json`)).status, soon).toBe(200)
}

describe('the preview of a server', () => {
  it('shows what POST /v1/frames draws: in a scene, in a transition and with a caption', async () => {
    const { film, address } = await films()
    await using server = await startServedPreview({ allowed: [address] })
    await using browser = startBrowser()
    const page = await openPage(browser, await server.open(film))
    await page.locator('#actual-size').click()
    for (const frame of [15, 36, 50]) {
      await page.locator('#scrubber').fill(String(frame))
      await page.waitForSelector(`iframe.shown[title="Scene ${frame < 30 ? 1 : 2}"]`)
      const response = await server.call('/v1/frames', { method: 'POST', json: { film, at: { frame } } })
      expect(response.headers.get('frame-number')).toBe(String(frame))
      const drawn = await grey(Buffer.from(await response.arrayBuffer()))
      const shown = await grey(await page.locator('iframe.shown').screenshot())
      expect.soft(ssim(shown, drawn), `frame ${frame}`).toBeGreaterThanOrEqual(0.98)
    }
    // A control: another time is another picture.
    const other = await server.call('/v1/frames', { method: 'POST', json: { film, at: { frame: 5 } } })
    const shown = await grey(await page.locator('iframe.shown').screenshot())
    expect(ssim(shown, await grey(Buffer.from(await other.arrayBuffer())))).toBeLessThan(0.9)
    expect(page.errors).toEqual([])
  })

  it("opens a render's film, is edited without anything being fetched twice, shows the renderer's frame, and sends the film", async () => {
    const { film, address, fetched } = await films()
    const { keys, secrets } = testKeys({ id: 'anna' })
    await using server = await startServedPreview({ allowed: [address], keys })
    const [secret = ''] = secrets
    const sent = await server.call('/v1/renders', { method: 'POST', json: { film, metadata: { title: 'The brook' } }, key: secret })
    const { id } = (await sent.json()) as { readonly id: string }
    await using browser = startBrowser()
    const page = await openPlainPage(browser, `${server.url}/preview?render=${id}`)
    await page.locator('#key-text').fill('ffk_wrong')
    await page.keyboard.press('Enter')
    await page.getByText('The server does not know this key.').waitFor()
    await page.locator('#key-text').fill(secret)
    await page.keyboard.press('Enter')
    await page.waitForURL(/\/preview\/[0-9a-f]{48}\/$/)
    await page.waitForSelector('iframe.shown')
    expect(await page.locator('#film-name').innerText()).toBe('The brook')
    await page.locator('#wave[data-voices="2"]').waitFor()
    await page.locator('#scrubber').fill('40')
    expect(await frameOf(page)).toBe(40)
    await page.locator('textarea[name=captions]').fill('Another caption')
    await page.locator('input[name=duration]').fill('2')
    await page.keyboard.press('Tab')
    await page.locator('#film-facts', { hasText: '0:03' }).waitFor()
    await page.locator('#caption-track span', { hasText: 'Another caption' }).waitFor()
    expect(new Set(fetched).size).toBe(fetched.length)
    await page.locator('#show-true').click()
    await page.locator('#beside-note', { hasText: 'Frame 40 as the renderer draws it' }).waitFor(soon)
    const downloading = page.waitForEvent('download')
    await page.locator('#download').click()
    expect((await downloading).suggestedFilename()).toBe('The brook.json')
    await page.locator('#render').click()
    await page.locator('#notice-link', { hasText: 'Show the render' }).waitFor()
    const [, rendered = ''] = /^..\/..\/#(rnd_\w+)$/.exec((await page.locator('#notice-link').getAttribute('href')) ?? '') ?? []
    expect(await server.farm.film(rendered, 'anna')).toEqual(await draftOf(page))
    expect((await draftOf(page)).scenes[1]).toMatchObject({ duration: 2, captions: 'Another caption' })
    expect(page.errors.filter((text) => !text.includes('401'))).toEqual([])
  })

  it('starts with a film that is pasted, picked, or its own example, and shows by pointer what is wrong with one', async () => {
    await using server = await startServedPreview()
    const path = join(await tempFolder(), 'Postcards.json')
    await writeFile(path, JSON.stringify(card))
    await using browser = startBrowser()
    const page = await openPlainPage(browser, `${server.url}/preview`)
    const faults = page.locator('#trouble-faults')
    await page.locator('#film-text').fill('{"version": 1,')
    await page.locator('#open').click()
    await page.locator('#trouble-title', { hasText: 'This is not JSON' }).waitFor()
    const scenes = ['file:///etc/passwd', 'http://169.254.169.254/latest', '../photo.jpg'].map((image) => ({ image, duration: 1 }))
    await page.locator('#film-text').fill(JSON.stringify({ version: 1, scenes: [...scenes, { template: '/srv/template', duration: 1 }] }))
    await page.locator('#open').click()
    for (const pointer of ['/scenes/0/image', '/scenes/1/image', '/scenes/2/image', '/scenes/3/template'])
      await faults.locator('code', { hasText: pointer }).first().waitFor()
    await page.locator('#film-file').setInputFiles(path)
    await page.waitForSelector('iframe.shown')
    expect(await page.locator('#film-name').innerText()).toBe('Postcards')
    await page.locator('#edit-json').click()
    await page.waitForURL(`${server.url}/preview`)
    expect(JSON.parse(await page.locator('#film-text').inputValue())).toEqual(card)
    await page.locator('#example').click()
    await page.locator('#open').click()
    await page.waitForSelector('iframe.shown')
    expect(await page.locator('#scenes button').count()).toBe(3)
    expect(page.errors.filter((text) => !text.includes('422'))).toEqual([])
  })

  it('admits every edit as it admitted the film, and says what it refuses', async () => {
    await using server = await startServedPreview()
    await using browser = startBrowser()
    const page = await openPage(browser, await server.open(card))
    const edit = async (image: string) =>
      page.evaluate(`fetch('draft/edit', { method: 'POST', headers: { 'Content-Type': 'application/json' },
        body: JSON.stringify({ changes: [{ path: ['scenes', 0, 'image'], value: ${JSON.stringify(image)} }] }) }).then(({ status }) => status)`)
    for (const image of ['file:///etc/passwd', 'http://127.0.0.1:1/x.jpg', 'http://localhost/x.jpg']) {
      expect(await edit(image)).toBe(204)
      await page.locator('#edit-faults li', { hasText: image.slice(0, 12) }).waitFor()
      expect(await page.locator('#edit-faults li').innerText()).toContain('/scenes/0/image')
      expect(await page.locator('#render').isDisabled()).toBe(true)
      await page.keyboard.press('Control+z')
      await page.locator('#edit-faults:empty').waitFor({ state: 'attached' })
    }
    expect(page.errors).toEqual([])
  })

  it('keeps the film in the page when the server has forgotten it, and opens it again', async () => {
    await using server = await startServedPreview()
    await using browser = startBrowser()
    const address = await server.open(card)
    const page = await openPage(browser, address)
    await page.locator('input[name=duration]').fill('2')
    await page.locator('#film-facts', { hasText: '0:02' }).waitFor()
    const closed = await server.call(`/v1/drafts/${address.split('/').at(-2)}`, { method: 'DELETE' })
    expect(closed.status).toBe(204)
    await page.locator('#reopen').click(soon)
    await page.waitForURL((url) => url.href !== address)
    await page.locator('#film-facts', { hasText: '0:02' }).waitFor()
  })
})

describe('the pages of the preview on a server', () => {
  it.each([
    ['dark', 1280],
    ['light', 360],
  ] as const)('have no serious fault of accessibility: %s, %i pixels wide', async (colorScheme, width) => {
    await using server = await startServedPreview()
    await using browser = startBrowser()
    const page = await openPlainPage(browser, `${server.url}/preview`, { width, height: 800 })
    await page.emulateMedia({ colorScheme })
    await page.locator('#film-text').fill('{"version":1,"scenes":[]}')
    await page.locator('#open').click()
    await page.locator('#trouble-faults li').waitFor()
    expect(await seriousFindings(page)).toEqual([])
    await page.goto(await server.open(card))
    await page.waitForSelector('iframe.shown')
    await page.locator('#render').click()
    await page.locator('#notice-link').waitFor()
    expect(await seriousFindings(page)).toEqual([])
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(width)
  })
})

describe('who can see and change a film in the preview', () => {
  it('is whoever knows its address, and whoever has its key; to everybody else it is not there', async () => {
    const { keys, secrets } = testKeys({ id: 'anna' }, { id: 'ben' })
    const [anna = '', ben = ''] = secrets
    await using server = await startServedPreview({ keys })
    const address = await server.open(card, anna)
    const path = address.slice(server.url.length)
    await isRead(address)
    expect(path).toMatch(/^\/preview\/[0-9a-f]{48}\/$/)
    const statuses = async (key: string | undefined) => {
      const by = key === undefined ? {} : { key }
      const edit = await server.call(`${path}draft/undo`, { method: 'POST', json: {}, ...by })
      const still = await server.call(`${path}still?frame=0`, by)
      const close = await server.call(`/v1/drafts/${path.split('/')[2]}`, { method: 'DELETE', ...by })
      return [edit.status, still.status, close.status]
    }
    expect(await statuses(undefined)).toEqual([401, 401, 401])
    expect(await statuses('ffk_wrong')).toEqual([401, 401, 401])
    expect(await statuses(ben)).toEqual([404, 404, 404])
    expect((await server.call(`${path}film.json`)).status).toBe(200)
    const render = await submitted(server, anna)
    expect((await server.call('/v1/drafts', { method: 'POST', json: { render: render.id }, key: ben })).status).toBe(404)
    expect(await statuses(anna)).toEqual([204, 200, 204])
    for (const asked of [path, `${path}film.json`, '/preview/0000', `/preview/${'0'.repeat(48)}/`, '/preview/constructor/'])
      expect({ asked, status: (await server.call(asked)).status }).toEqual({ asked, status: 404 })
    expect((await server.call('/v1/drafts', { method: 'POST', json: { film: card } })).status).toBe(401)
    // Whoever reads the log cannot see the film by it.
    expect(server.logged.join('')).not.toContain(path.split('/')[2])
  })

  it('comes with policies that let no inline script run in a scene, and nothing but its own files in the page', async () => {
    await using server = await startServedPreview()
    const address = await server.open(card)
    await isRead(address)
    const { headers } = await fetch(`${address}scenes/1/incoming/template/page.html`)
    const policy = headers.get('content-security-policy') ?? ''
    expect(policy).toContain("script-src 'self';")
    expect(policy).not.toContain('unsafe-eval')
    expect((await fetch(address)).headers.get('content-security-policy')).toContain("script-src 'self'; style-src 'self';")
    expect((await fetch(address)).headers.get('referrer-policy')).toBe('no-referrer')
    const outside = await fetch(`${address}scenes/1/..%2f..%2f..%2fetc/passwd`)
    expect(outside.status).toBe(404)
    expect((await fetch(`${address}draft/undo`, { method: 'POST', body: '{}' })).status).toBe(415)
    const foreign = await fetch(`${address}draft/undo`, {
      method: 'POST',
      headers: { origin: 'http://evil.example', 'content-type': 'application/json' },
    })
    expect(foreign.status).toBe(403)
  })

  it('has as many films open as it may: the one left longest makes room, and none that is looked at', async () => {
    const { keys, secrets } = testKeys({ id: 'anna' }, { id: 'ben' })
    const [anna = '', ben = ''] = secrets
    await using server = await startServedPreview({ keys, limits: { all: 3, each: 2 } })
    const [first, second] = [await server.open(card, anna), await server.open(card, anna)]
    const events = await fetch(`${first}events`)
    const third = await server.open(card, anna)
    expect((await fetch(second)).status).toBe(404)
    const more = await fetch(`${third}events`)
    const refused = await server.call('/v1/drafts', { method: 'POST', json: { film: card }, key: anna })
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([429, '60'])
    await server.open(card, ben)
    expect((await server.call('/v1/drafts', { method: 'POST', json: { film: card }, key: ben })).status).toBe(503)
    for (const open of [events, more]) await open.body?.cancel()
  })

  it('ends when nobody has looked for a while, and leaves no file; never while somebody does', async () => {
    await using server = await startServedPreview({ limits: { idleMs: 2000 } })
    const folders = async () => (await readdir(server.folder)).filter((name) => name.startsWith('draft-')).length
    const seen = await server.open(card)
    const events = await fetch(`${seen}events`)
    const left = await server.open(card)
    expect(await folders()).toBe(2)
    await expect.poll(folders, soon).toBe(1)
    expect((await fetch(left)).status).toBe(404)
    expect((await fetch(`${seen}film.json`)).status).toBe(200)
    await events.body?.cancel()
  })

  it('draws only so many frames at once, and holds only so many connections', async () => {
    await using server = await startServedPreview({ settings: { maxDirectRequests: 1, maxEventStreams: 1 } })
    const address = await server.open(card)
    await isRead(address)
    const stills = await Promise.all([0, 1, 2].map(async (frame) => (await fetch(`${address}still?frame=${frame}`)).status))
    expect(stills.toSorted((a, b) => a - b)).toEqual([200, 429, 429])
    const events = await fetch(`${address}events`)
    expect((await fetch(`${address}events`)).status).toBe(503)
    await events.body?.cancel()
  })
})
