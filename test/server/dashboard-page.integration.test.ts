import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { dashboard } from '../../src/server/dashboard.ts'
import { furnishFarm, progressAt, scenesAt } from '../support/farm-scenery.ts'
import { openPlainPage } from '../support/preview.ts'
import { startBrowser } from '../support/user-browser.ts'
import { seriousFindings } from '../support/serious-findings.ts'
import { refuse, scriptedFarm, type ScriptedFarm } from '../support/scripted-farm.ts'
import { tempFolder } from '../support/temp-folder.ts'

/** For a machine that does much else. */
const patience = { timeout: 20_000 }

async function furnishedFarm(): Promise<{ farm: ScriptedFarm; ids: Awaited<ReturnType<typeof furnishFarm>> }> {
  const farm = await scriptedFarm(dashboard())
  return { farm, ids: await furnishFarm(farm) }
}

describe('the dashboard', () => {
  /** In a page of its own, closed with it. */
  async function open(farm: ScriptedFarm, { hash = '', viewport = { width: 1280, height: 800 } } = {}) {
    const browser = startBrowser()
    const page = await openPlainPage(browser, `${farm.url}/${hash}`, viewport)
    return Object.assign(page, { [Symbol.asyncDispose]: () => browser[Symbol.asyncDispose]() })
  }

  it('lists the renders, newest first, with name, state, picture and how far each is, below the load of the farm', async () => {
    const { farm } = await furnishedFarm()
    await using page = await open(farm)
    await page.locator('#renders a').nth(4).waitFor()
    const rows = (await page.locator('#renders a').allInnerTexts()).map((text) => text.split(/\s*\n\s*/).filter((part) => part !== ''))
    expect(rows.map((row) => row.slice(-4))).toEqual([
      [expect.stringMatching(/^rnd_[0-9a-f]{8}$/), 'now', 'Queued', '0 %'],
      ['Fifteen photographs of a long summer', expect.stringContaining('1'), 'Rendering', '35 %'],
      ['Brook and moss', expect.stringContaining('12'), 'Done', '2 min 0 s · 18.4 MB'],
      ['A day in the hills', expect.stringContaining('33'), 'Failed', '1440 of 3600 frames'],
      expect.arrayContaining(['Harbour at dusk', 'Failed']),
    ])
    await expect.poll(() => page.evaluate('document.querySelector("#renders img")?.naturalWidth'), patience).toBe(640)
    expect(await page.locator('#load').innerText()).toMatch(/Running\s*1\s*Queued\s*1\s*Frames waiting\s*5,940\s*Speed\s*96 frames\/s/)
    expect(page.errors).toEqual([])
  })

  it('moves as the events of a render tell, and shows the film when it is done', async () => {
    const { farm, ids } = await furnishedFarm()
    await using page = await open(farm, { hash: `#${ids.rendering}` })
    await page.getByText('1260 of 3600 frames · 96 frames/s · 24 s left').waitFor()
    expect(await page.locator('#scenes li').count()).toBe(15)
    await expect.poll(() => farm.listeners, patience).toBe(1)
    farm.tell(ids.rendering, { type: 'progress', progress: progressAt(0.5) })
    await page.getByText('1800 of 3600 frames').waitFor()
    expect(await page.evaluate('document.querySelector("#overall").value')).toBe(0.5)
    farm.dropListeners('hard')
    farm.tell(ids.rendering, { type: 'progress', progress: progressAt(0.75) })
    farm.change(ids.rendering, { scenes: scenesAt(0.75) })
    await page.getByText('2700 of 3600 frames').waitFor()
    await page.locator('#scenes li:nth-child(11) progress[data-kind=good]').waitFor()
    farm.change(ids.rendering, { progress: progressAt(1), outputs: farm.renders.get(ids.succeeded)?.outputs ?? [] })
    farm.tell(ids.rendering, { type: 'state', state: 'succeeded' })
    await page.locator('#film video').waitFor()
    await expect.poll(() => page.evaluate('document.querySelector("#film video")?.videoWidth'), patience).toBe(320)
    expect(await page.locator('#news').textContent()).toBe('Fifteen photographs of a long summer: Done')
    // A connection that was cut on purpose may be told of.
    expect(page.errors.filter((text) => !text.includes('ERR_'))).toEqual([])
  })

  it('cancels and retries with the keyboard alone, and asks the server for nothing else', async () => {
    const { farm, ids } = await furnishedFarm()
    await using page = await open(farm)
    await page.locator(`#renders a[href="#${ids.rendering}"]`).focus()
    await page.keyboard.press('Enter')
    await expect.poll(() => page.evaluate('document.activeElement.id'), patience).toBe('detail')
    await page.keyboard.press('Tab')
    expect(await page.evaluate('document.activeElement.textContent')).toBe('Cancel')
    await page.keyboard.press('Enter')
    await page.locator('#detail-state', { hasText: 'Cancelled' }).waitFor()
    await page.locator('#retry').focus()
    await page.keyboard.press('Enter')
    await page.locator('#detail-state', { hasText: 'Queued' }).waitFor()
    const orders = farm.requests.filter(({ method }) => method !== 'GET').map(({ method, path }) => `${method} ${path}`)
    expect(orders).toEqual([`POST /v1/renders/${ids.rendering}/cancel`, `POST /v1/renders/${ids.rendering}/retry`])
    expect(page.errors).toEqual([])
  })

  it('says why a render has failed, scene by scene, and what its log says', async () => {
    const { farm, ids } = await furnishedFarm()
    await using page = await open(farm, { hash: `#${ids.failed}` })
    await page.locator('#trouble', { hasText: 'Chromium gave no frame 113 of scene 4' }).waitFor()
    const fourth = page.locator('#scenes li').nth(3)
    expect(await fourth.innerText()).toContain('failed · attempt 3')
    expect(await fourth.locator('.errors p').allInnerTexts()).toEqual([expect.stringMatching(/^Attempts 1 to 3: Chromium gave no frame 113/)])
    await page.locator('summary').click()
    await page.locator('#log-text', { hasText: /info\s+chunk 3 of 15 is ready/ }).waitFor()
    await page.locator(`#renders a[href="#${ids.refused}"]`).click()
    await page.locator('#trouble code', { hasText: '/scenes/1/kenBurns/preset' }).waitFor()
    expect(page.errors).toEqual([])
  })

  it('shows the renders of one state where asked to, and older ones page by page', async () => {
    const { farm } = await furnishedFarm()
    for (let count = 0; count < 40; count++) farm.add({ state: 'cancelled', createdAt: new Date(Date.now() + count).toISOString() })
    await using page = await open(farm)
    await page.getByText('Failed', { exact: true }).first().click()
    await expect.poll(() => page.locator('#renders .name').allInnerTexts(), patience).toEqual(['A day in the hills', 'Harbour at dusk'])
    await page.keyboard.press('ArrowRight')
    await expect.poll(() => page.locator('#renders li').count(), patience).toBe(30)
    await page.locator('#older').click()
    await expect.poll(() => page.locator('#renders li').count(), patience).toBe(40)
    expect(await page.locator('#older').isVisible()).toBe(false)
    expect(page.errors).toEqual([])
  })

  it('takes a film that is picked or dropped, and shows what is wrong with one that is refused', async () => {
    const { farm } = await furnishedFarm()
    const path = join(await tempFolder(), 'holiday.json')
    await writeFile(path, JSON.stringify({ version: 1, scenes: [] }))
    await using page = await open(farm)
    await page.locator('#film-file').setInputFiles(path)
    await page.locator('#detail-title', { hasText: 'holiday' }).waitFor()
    const sent = farm.requests.find(({ method }) => method === 'POST')
    expect(JSON.parse(sent?.body.toString() ?? '')).toEqual({ film: { version: 1, scenes: [] }, metadata: { name: 'holiday' } })
    farm.answerNext(/renders$/, (_request, response) => {
      const errors = [{ pointer: '/film/scenes', detail: 'has no <b>scene</b>' }]
      response.status(422).json({ status: 422, code: 'FILM_INVALID', detail: 'the film has 1 fault', hint: 'Correct it.', errors })
    })
    await page.evaluate(`(() => {
      const data = new DataTransfer()
      data.items.add(new File(['{"version":1}'], 'dropped.json'))
      document.dispatchEvent(new DragEvent('drop', { dataTransfer: data, bubbles: true, cancelable: true }))
    })()`)
    await page.locator('#refusal-title', { hasText: 'dropped.json: the film has 1 fault' }).waitFor()
    expect(await page.locator('#refusal-faults').innerText()).toBe('/film/scenes has no <b>scene</b>')
    await page.keyboard.press('Escape')
    expect(page.errors.filter((text) => !text.includes('422'))).toEqual([])
  })

  it('asks for an API key where the server wants one, keeps it in the tab, and shows pictures and film with it', async () => {
    const { farm, ids } = await furnishedFarm()
    farm.apiKey = 'ffk_right'
    await using page = await open(farm, { hash: `#${ids.succeeded}` })
    await page.locator('#key-text').fill('ffk_wrong')
    await page.keyboard.press('Enter')
    await page.getByText('The server does not know this key.').waitFor()
    await page.locator('#key-text').fill('ffk_right')
    await page.keyboard.press('Enter')
    await page.locator('#renders a').nth(4).waitFor()
    await expect.poll(() => page.evaluate('document.querySelector("#renders img")?.naturalWidth'), patience).toBe(640)
    await page.getByRole('button', { name: 'Show the film (18.4 MB)' }).click()
    await expect.poll(() => page.evaluate('document.querySelector("#film video")?.videoWidth'), patience).toBe(320)
    const downloading = page.waitForEvent('download')
    await page.locator('#download').click()
    expect((await downloading).suggestedFilename()).toBe('film.mp4')
    await page.reload()
    await page.locator('#renders a').nth(4).waitFor()
    expect(await page.locator('#key-dialog').isVisible()).toBe(false)
    expect(page.errors.filter((text) => !text.includes('401'))).toEqual([])
  })

  it('says so when the server is gone or refuses, and goes on when it is back', async () => {
    const { farm } = await furnishedFarm()
    await using page = await open(farm)
    await page.locator('#renders a').nth(4).waitFor()
    farm.answerNext(/renders\?/, (_request, response) => refuse(response, 503, 'SERVER_BUSY', 'the server is stopping'))
    await page.getByText('the server is stopping').waitFor()
    expect(await page.locator('#renders a').count()).toBe(5)
    await expect.poll(() => page.locator('#connection').textContent(), patience).toBe('')
  })

  it.each(['dark', 'light'] as const)(
    'has no serious finding of axe-core in %s, in the list, in a render and in its dialogs',
    async (colorScheme) => {
      const { farm, ids } = await furnishedFarm()
      await using page = await open(farm, { hash: `#${ids.failed}` })
      await page.emulateMedia({ colorScheme })
      await page.locator('#trouble').waitFor()
      await page.locator('summary').click()
      expect(await seriousFindings(page)).toEqual([])
      farm.apiKey = 'ffk_right'
      await page.locator('#key-text').waitFor()
      expect(await seriousFindings(page)).toEqual([])
      await page.setViewportSize({ width: 360, height: 740 })
      expect(await seriousFindings(page)).toEqual([])
    },
  )

  it('fits a telephone: the list, then one render with a way back, and nothing is cut off sideways', async () => {
    const { farm, ids } = await furnishedFarm()
    await using page = await open(farm, { viewport: { width: 360, height: 740 } })
    await page.locator(`#renders a[href="#${ids.failed}"]`).click()
    await page.locator('#trouble').waitFor()
    expect(await page.locator('#renders').isVisible()).toBe(false)
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(360)
    await page.getByRole('link', { name: 'All renders' }).click()
    await page.locator('#renders a').nth(4).waitFor()
    expect(await page.locator('#detail').isVisible()).toBe(false)
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(360)
  })

  it('comes with a policy that lets nothing run but its own files, and may not be framed', async () => {
    const { farm } = await furnishedFarm()
    for (const path of ['/', '/dashboard/page.js']) {
      const { headers, status } = await fetch(`${farm.url}${path}`)
      expect(status).toBe(200)
      const policy = headers.get('content-security-policy')
      expect(policy).toMatch(/^default-src 'none'; script-src 'self'; style-src 'self';/)
      expect(policy).toContain("frame-ancestors 'none'")
      expect(policy).not.toContain('unsafe')
      expect(headers.get('x-content-type-options')).toBe('nosniff')
    }
  })
})
