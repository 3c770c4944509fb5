import { readFile, writeFile } from 'node:fs/promises'
import axe from 'axe-core'
import type { Locator, Page } from 'playwright-core'
import sharp from 'sharp'
import { describe, expect, it } from 'vitest'
import { editFilm } from '../support/edit-film.ts'
import { draftOf, writeEditableFilm } from '../support/edited-preview.ts'
import { frameOf, openPage, startFullBrowser, testPreview } from '../support/preview.ts'
import { startBrowser } from '../support/user-browser.ts'
import { ssim } from '../support/ssim.ts'
import { tempFolder } from '../support/temp-folder.ts'

/** Waits for what an edit comes to: the film is read, planned and drawn anew first. */
const soon = { timeout: 30_000 }

/** Drags from the middle of an element by so many pixels. */
async function drag(page: Page, element: Locator, [x, y]: readonly [number, number]): Promise<void> {
  const box = await element.boundingBox()
  if (!box) throw new Error('the element cannot be seen')
  const middle = { x: box.x + box.width / 2, y: box.y + box.height / 2 }
  await page.mouse.move(middle.x, middle.y)
  await page.mouse.down()
  await page.mouse.move(middle.x + x, middle.y + y, { steps: 4 })
  await page.mouse.up()
}

async function grey(picture: Buffer): Promise<{ data: Uint8Array; width: number; height: number }> {
  const { data, info } = await sharp(picture).removeAlpha().greyscale().raw().toBuffer({ resolveWithObject: true })
  return { data, width: info.width, height: info.height }
}

async function brightest(picture: Buffer): Promise<number> {
  return Math.max(...(await sharp(picture).removeAlpha().stats()).channels.map(({ max }) => max))
}

async function showCamera(page: Page): Promise<{ start: Locator; end: Locator }> {
  await page.locator('#show-camera').click()
  const [start, end] = [page.locator('.rectangle[data-end=from]'), page.locator('.rectangle[data-end=to]')]
  await end.waitFor()
  return { start, end }
}

describe('editing in the preview', () => {
  it('changes the film when a rectangle is dragged, resized and moved by keys, shows it, and takes it back', async () => {
    const path = await writeEditableFilm(await tempFolder())
    await using preview = await testPreview(path)
    await using browser = startBrowser()
    const page = await openPage(browser, preview.url)
    const { end } = await showCamera(page)
    const room = await page.locator('.photo-room').boundingBox()
    const to = async () => (await draftOf(page)).scenes[0]?.kenBurns?.to ?? { x: NaN, y: NaN, width: NaN }
    await page.keyboard.press('End')
    await page.keyboard.press('PageUp')
    await page.keyboard.press('PageUp')
    const pageOfScene = () => page.locator('iframe.shown').getAttribute('src')
    const before = await pageOfScene()
    await drag(page, end, [(room?.width ?? 0) * 0.1, 0])
    await expect.poll(async () => (await to()).x, soon).toBeCloseTo(0.3, 2)
    expect(await to()).toMatchObject({ y: expect.closeTo(0.2, 2), width: 0.6 })
    await expect.poll(pageOfScene, soon).not.toBe(before)
    expect(await page.locator('input[name=to-x]').inputValue()).toMatch(/^(29\.\d+|30(\.\d+)?)$/)
    // The corner at the top left: the one across stays, and the shape of the frame is kept.
    await drag(page, end.locator('i').first(), [(room?.width ?? 0) * 0.1, 0])
    await expect.poll(async () => (await to()).width, soon).toBeCloseTo(0.5, 2)
    const resized = await to()
    expect(resized.x + resized.width).toBeCloseTo(0.9, 2)
    expect(resized.y + resized.width * (4 / 3) * (9 / 16)).toBeCloseTo(0.2 + 0.6 * (4 / 3) * (9 / 16), 2)
    await end.focus()
    await page.keyboard.press('Shift+ArrowLeft')
    await expect.poll(async () => (await to()).x, soon).toBeCloseTo(resized.x - 0.05, 3)
    expect(await end.getAttribute('aria-label')).toMatch(/^End of the move: left \d/)
    for (const _ of [1, 2, 3]) await page.keyboard.press('Control+z')
    await expect.poll(to, soon).toEqual({ x: 0.2, y: 0.2, width: 0.6 })
    await page.keyboard.press('Control+Shift+z')
    await expect.poll(async () => (await to()).x, soon).toBeCloseTo(0.3, 2)
    expect(page.errors).toEqual([])
  })

  it('takes duration, easing, caption, numbers and the shape of the frame, and copies the JSON', async () => {
    const path = await writeEditableFilm(await tempFolder())
    await using preview = await testPreview(path)
    await using browser = startBrowser()
    const page = await openPage(browser, preview.url)
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write'])
    const scene = async () => (await draftOf(page)).scenes[0]
    await page.locator('input[name=duration]').fill('2')
    await page.locator('input[name=easing]').fill('linear')
    await page.locator('textarea[name=captions]').fill('A caption')
    await page.locator('input[name=from-width]').fill('80')
    await page.keyboard.press('Tab')
    await expect.poll(scene, soon).toMatchObject({ duration: 2, captions: 'A caption', kenBurns: { easing: 'linear', from: { width: 0.8 } } })
    await page.locator('#film-facts', { hasText: '0:03' }).waitFor()
    await page.locator('#caption-track span', { hasText: 'A caption' }).waitFor()
    await page.locator('#aspect').selectOption('9:16')
    await page.locator('#film-facts', { hasText: '180 × 320' }).waitFor()
    const box = await page.locator('#canvas').boundingBox()
    expect((box?.width ?? 0) / (box?.height ?? 1)).toBeCloseTo(180 / 320, 2)
    await page.locator('#copy').click()
    await page.locator('#notice-text', { hasText: 'clipboard' }).waitFor()
    const copied = await page.evaluate<string>('navigator.clipboard.readText()')
    expect(copied).toContain('\n\t\t"width": 180,')
    expect(await readFile(path, 'utf8')).not.toContain('A caption')
    expect(page.errors).toEqual([])
  })

  it('edits caption lines with times: a word keeps its time when it is another one, and the words go with their line', async () => {
    const path = await writeEditableFilm(await tempFolder())
    const words = [
      { text: 'Half', start: 0.2, end: 0.4 },
      { text: 'way', start: 0.4, end: 0.6 },
    ]
    await editFilm(path, ({ scenes }) => Object.assign(scenes[0] ?? {}, { captions: [{ start: 0.2, end: 0.8, words }] }))
    await using preview = await testPreview(path)
    await using browser = startBrowser()
    const page = await openPage(browser, preview.url)
    const line = async () => ((await draftOf(page)).scenes[0]?.captions as readonly unknown[] | undefined)?.[0]
    expect(await page.locator('input[name=captions-0]').inputValue()).toBe('Half way')
    await page.locator('input[name=captions-0]').fill('Half home')
    await page.keyboard.press('Tab')
    await expect.poll(line, soon).toMatchObject({ words: [words[0], { text: 'home', start: 0.4, end: 0.6 }] })
    await page.locator('input[name=captions-0-start]').fill('0.3')
    await page.keyboard.press('Tab')
    const moved = [
      { text: 'Half', start: 0.3, end: 0.5 },
      { text: 'home', start: 0.5, end: 0.7 },
    ]
    await expect.poll(line, soon).toEqual({ start: 0.3, end: 0.9, words: moved })
    await page.locator('input[name=captions-0-end]').fill('0.6')
    await page.keyboard.press('Tab')
    await page.locator('#edit-faults li', { hasText: '/scenes/0/captions/0/words/1/end' }).waitFor()
    expect(await page.locator('input[name=captions-0]').getAttribute('aria-invalid')).toBe('true')
    await page.keyboard.press('Control+z')
    await page.locator('#caption-track span', { hasText: 'Half home' }).waitFor()
    expect(page.errors).toEqual([])
  })

  it('lists what is wrong with an edit and goes on showing the film, and saves it when it is right, but not over the work of others', async () => {
    const path = await writeEditableFilm(await tempFolder())
    const before = await readFile(path, 'utf8')
    await using preview = await testPreview(path)
    await using browser = startBrowser()
    const page = await openPage(browser, preview.url)
    await page.locator('input[name=duration]').fill('soon')
    await page.locator('#edit-faults li', { hasText: '/scenes/0/duration' }).waitFor()
    expect(await page.locator('input[name=duration]').getAttribute('aria-invalid')).toBe('true')
    expect(await page.locator('#save').isDisabled()).toBe(true)
    expect(await page.locator('iframe.shown').isVisible()).toBe(true)
    await page.locator('input[name=duration]').fill('1.5')
    await page.locator('#save:enabled').click()
    await page.locator('#notice-text', { hasText: 'Saved' }).waitFor()
    expect(await readFile(path, 'utf8')).toBe(before.replace('"duration": 1,', '"duration": 1.5,'))
    expect(await page.locator('#edit-faults li').count()).toBe(0)
    await page.locator('input[name=duration]').fill('3')
    await page.locator('#save:enabled').waitFor()
    await writeFile(path, before)
    await page.locator('#notice-text', { hasText: 'changed by another program' }).waitFor()
    expect(await page.locator('#save').isDisabled()).toBe(true)
    await page.locator('#revert').click()
    await page.locator('#undo:disabled').waitFor()
    expect(await readFile(path, 'utf8')).toBe(before)
    expect(page.errors).toEqual([])
  })
})

describe("the renderer's own frame in the preview", () => {
  it('is what the preview shows, in a transition and with captions too; the difference is black, and bright at another frame', async () => {
    const path = await writeEditableFilm(await tempFolder())
    await using preview = await testPreview(path)
    await using browser = startBrowser()
    const page = await openPage(browser, preview.url)
    await page.locator('#actual-size').click()
    for (const frame of [15, 36, 50]) {
      await page.locator('#scrubber').fill(String(frame))
      await page.waitForSelector(`iframe.shown[title="Scene ${frame < 30 ? 1 : 2}"]`)
      const still = await grey(Buffer.from(await (await fetch(`${preview.url}still?frame=${frame}`)).arrayBuffer()))
      expect.soft(ssim(await grey(await page.locator('iframe.shown').screenshot()), still), `frame ${frame}`).toBeGreaterThan(0.98)
    }
    await page.locator('#show-difference').click()
    await page.waitForSelector('#canvas[data-difference]')
    const canvas = page.locator('#canvas')
    expect(await brightest(await canvas.screenshot())).toBeLessThan(24)
    // A control: with the frame of another time the same view is bright.
    await page.evaluate("(difference.src = 'still?frame=15', difference.decode())")
    expect(await brightest(await canvas.screenshot())).toBeGreaterThan(100)
    await page.locator('#show-true').click()
    await page.locator('#true-picture[src]').waitFor()
    await page.keyboard.press('ArrowRight')
    await page.locator('#beside-note', { hasText: 'Frame 51 as the renderer draws it' }).waitFor()
    expect(page.errors).toEqual([])
  })
})

describe('the difference to the renderer', () => {
  it('is measured in the picture of the tab: none at the same frame, and much at another one', async () => {
    const path = await writeEditableFilm(await tempFolder())
    await using preview = await testPreview(path)
    await using browser = await startFullBrowser()
    const page = await openPage(browser, preview.url)
    await page.locator('#scrubber').fill('12')
    await page.locator('#show-difference').click()
    await page.locator('#measure').click()
    const note = page.locator('#beside-note', { hasText: 'Difference, in levels of 255' })
    await note.waitFor()
    const numbers = async () => [...(await note.innerText()).matchAll(/[\d.]+(?=,|$)/g)].map(([text]) => Number(text))
    const [mean = NaN, most = NaN] = await numbers()
    expect(mean).toBeLessThan(0.3)
    // Half way to where it is clipped.
    expect(most).toBeLessThan(16)
    expect(await note.innerText()).toContain('at most')
    await page.evaluate("(difference.src = 'still?frame=36', difference.decode())")
    await page.locator('#measure').click()
    await page.locator('#beside-note', { hasText: 'at least' }).waitFor()
    expect((await numbers())[0]).toBeGreaterThan(5)
    expect(page.errors).toEqual([])
  })
})

describe('the time line of the preview', () => {
  it('shows transitions, captions and the sound at their places, is dragged, and plays a scene over and over', async () => {
    const path = await writeEditableFilm(await tempFolder())
    await using preview = await testPreview(path)
    await using browser = startBrowser()
    const page = await openPage(browser, preview.url)
    const track = await page.locator('.track').boundingBox()
    const part = async (selector: string) => {
      const box = await page.locator(selector).first().boundingBox()
      return [((box?.x ?? 0) - (track?.x ?? 0)) / (track?.width ?? 1), (box?.width ?? 0) / (track?.width ?? 1)]
    }
    expect(await part('#overlaps i')).toEqual([expect.closeTo(0.5, 2), expect.closeTo(0.2, 2)])
    // The caption is spread over the voice: from 0.1 s of the second scene for 0.5 s.
    expect(await part('#caption-track span')).toEqual([expect.closeTo(0.55, 2), expect.closeTo(0.25, 2)])
    await page.locator('#wave[data-voices="2"]').waitFor()
    const { voices, film } = (await (await fetch(`${preview.url}${await wavesOf(page)}`)).json()) as Waves
    expect(voices.map(({ fromS, toS }) => [fromS, toS])).toEqual([
      [0.1, expect.closeTo(0.6, 2)],
      [1.1, expect.closeTo(1.6, 2)],
    ])
    expect(film.peaks).toHaveLength(40)
    // Music and voice are louder than the music alone.
    expect(film.peaks[8]).toBeGreaterThan((film.peaks[16] ?? 0) * 1.5)
    await page.mouse.move((track?.x ?? 0) + 5, (track?.y ?? 0) + 50)
    await page.mouse.down()
    await page.mouse.move((track?.x ?? 0) + (track?.width ?? 0) * 0.75, (track?.y ?? 0) + 50, { steps: 3 })
    await page.mouse.up()
    expect(Math.abs((await frameOf(page)) - 45)).toBeLessThanOrEqual(1)
    await page.keyboard.press('l')
    expect(await page.locator('#loop').getAttribute('aria-pressed')).toBe('true')
    await page.keyboard.press('End')
    await page.keyboard.press('Space')
    await expect.poll(() => frameOf(page), { interval: 20, timeout: 20_000 }).toBeLessThan(45)
    expect(await frameOf(page)).toBeGreaterThanOrEqual(30)
    expect(page.errors).toEqual([])
  })
})

type Wave = { readonly fromS: number; readonly toS: number; readonly peaks: readonly number[] }
type Waves = { readonly film: Wave; readonly voices: readonly Wave[] }

/** The address that the page itself was told. */
async function wavesOf(page: Page): Promise<string> {
  return page.evaluate(`new Promise((resolve) => {
    const events = new EventSource('events')
    events.onmessage = ({ data }) => (events.close(), resolve(JSON.parse(data).sound.waves))
  })`)
}

describe('the preview for everybody', () => {
  it.each([
    ['dark', 1280],
    ['light', 360],
  ] as const)('has no serious fault of accessibility: %s, %i pixels wide', async (colorScheme, width) => {
    const path = await writeEditableFilm(await tempFolder())
    await using preview = await testPreview(path)
    await using browser = startBrowser()
    const page = await openPage(browser, preview.url, { width, height: 800 })
    await page.emulateMedia({ colorScheme })
    await showCamera(page)
    await page.locator('summary').click()
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(width)
    // Past the page's policy, which lets no foreign script in.
    await page.evaluate(axe.source)
    const { violations } = await page.evaluate<axe.AxeResults>('axe.run(document, { iframes: false })')
    const serious = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical')
    expect(serious.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).toEqual([])
    // Whatever can be clicked is reached by keyboard, and can be seen to be.
    const reached = new Set<string>()
    for (let press = 0; press < 60; press++) {
      await page.keyboard.press('Tab')
      const [id, outline] = await page.evaluate<[string, string]>(
        "[document.activeElement.id || document.activeElement.name || document.activeElement.dataset.end || '', getComputedStyle(document.activeElement).outlineStyle]",
      )
      if (id !== 'scrubber' && id !== '') expect.soft(outline, id).not.toBe('none')
      reached.add(id)
    }
    for (const id of ['aspect', 'copy', 'scrubber', 'play', 'loop', 'show-camera', 'from', 'to', 'duration', 'to-width', 'captions'])
      expect.soft([...reached]).toContain(id)
  })
})
