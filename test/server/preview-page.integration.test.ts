import { readFile, truncate, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import { fileNameOf } from '../../src/assets/image-order.ts'
import { ImageStore } from '../../src/assets/image-store.ts'
import { gatherFilm } from '../../src/farm/gather-film.ts'
import type { FilmInput } from '../../src/film/film-schema.ts'
import { readFilm } from '../../src/film/read-film.ts'
import { planFilm } from '../../src/plan/plan-film.ts'
import { frameTimeMs } from '../../src/plan/timeline.ts'
import { dataFolderAt } from '../../src/storage/data-folder.ts'
import { sceneSite } from '../support/scene-site.ts'
import { noSignal, testSlot } from '../support/capture.ts'
import { frameOf, openPage, testPreview } from '../support/preview.ts'
import { psnr } from '../support/psnr.ts'
import { writeSmallFilm } from '../support/small-film.ts'
import { tempFolder } from '../support/temp-folder.ts'
import { startBrowser } from '../support/user-browser.ts'

/** What the renderer draws for frames of a film: its own gathering, plan, site and page, and nothing of the preview. */
async function renderedFrames(filmPath: string, frames: readonly number[]): Promise<readonly Buffer[]> {
  const folder = await tempFolder()
  const film = await readFilm(filmPath)
  const { assets, templates } = await gatherFilm(film, { folder, decodeImages: false }, noSignal)
  const plan = planFilm(film, assets, { templates: {}, renderer: null })
  const images = new ImageStore(dataFolderAt(folder), folder)
  await using slot = testSlot(folder, { width: plan.output.width, height: plan.output.height })
  const pictures: Buffer[] = []
  for (const frame of frames) {
    const scene = plan.scenes.find(({ range }) => frame < range.to)
    const template = scene && templates.get(scene.template)
    if (!scene || !template) throw new Error(`there is no frame ${frame}`)
    const page = await slot.page(noSignal)
    await page.open(
      await sceneSite(template, scene.data, new Map(scene.images.map((order) => [fileNameOf(order), () => images.prepare(order)]))),
      noSignal,
    )
    pictures.push(await page.frameAt(frameTimeMs(frame - scene.range.from, film.output.fps), noSignal))
  }
  return pictures
}

async function rewriteFilm(path: string, change: (film: FilmInput) => void): Promise<void> {
  const film = JSON.parse(await readFile(path, 'utf8')) as FilmInput
  change(film)
  await writeFile(path, JSON.stringify(film))
}

/** Runs in the page: puts the number of every frame that it shows, of 20, into `seen`. */
const noteFrames = `
  globalThis.seen = []
  const { style } = document.querySelector('#timeline')
  const note = () => seen.push(Math.round((Number.parseFloat(style.getPropertyValue('--at')) * 20) / 100))
  new MutationObserver(note).observe(document.querySelector('#timeline'), { attributes: true, attributeFilter: ['style'] })
`

async function seekTo(page: Page, frame: number): Promise<void> {
  await page.locator('#scrubber').fill(String(frame))
}

describe('the preview page', () => {
  it('lists the scenes with number and duration, and the film with its size and warnings', async () => {
    const path = await writeSmallFilm(await tempFolder(), { scenes: 3, seconds: 0.4 })
    await using preview = await testPreview(path)
    await using browser = startBrowser()
    const page = await openPage(browser, preview.url)
    expect(await page.locator('#scenes button').allInnerTexts()).toEqual(
      [1, 2, 3].map((number) => expect.stringMatching(new RegExp(`^${number}\\s+photo-${number - 1}\\.jpg.*\\s+0\\.4 s$`, 's'))),
    )
    expect(await page.locator('#film-facts').innerText()).toBe('320 × 180 · 30 fps · 3 scenes · 0:01.2')
    expect(await page.locator('#warnings-list').innerText()).toContain('goes on 0.2 s after the end of the film')
    expect(page.errors).toEqual([])
  })

  it('plays the sound of the film with its frames, from where they are, until it is paused or turned off', async () => {
    const path = await writeSmallFilm(await tempFolder(), { scenes: 2, seconds: 4 })
    await using preview = await testPreview(path)
    await using browser = startBrowser()
    const page = await openPage(browser, preview.url)
    const soundAt = () => page.evaluate<[number, boolean]>("[document.querySelector('audio').currentTime, document.querySelector('audio').paused]")
    const secondsHeard = async () => ((await soundAt())[1] ? 0 : (await soundAt())[0])
    const untilHeard = async () => {
      await expect.poll(secondsHeard, { timeout: 30_000 }).toBeGreaterThan(2.2)
    }
    await seekTo(page, 60)
    expect(await soundAt()).toEqual([0, true])
    await page.locator('#play').click()
    await untilHeard()
    // In one moment: both go on while one asks.
    const [timeS, frame] = await page.evaluate<[number, number]>("[document.querySelector('audio').currentTime, Number(scrubber.value)]")
    expect(Math.abs(timeS - frame / 30)).toBeLessThan(0.5)
    await page.keyboard.press('m')
    expect((await soundAt())[1]).toBe(true)
    await page.keyboard.press('m')
    await untilHeard()
    await page.locator('#play').click()
    expect((await soundAt())[1]).toBe(true)
    await rewriteFilm(path, (film) => {
      delete film.music
      for (const scene of film.scenes) delete scene.voiceover
    })
    await page.waitForSelector('#sound:disabled')
    expect(page.errors).toEqual([])
  })

  it('shows the very picture that the renderer draws, in whichever scene and direction one seeks', async () => {
    const path = await writeSmallFilm(await tempFolder(), { scenes: 2, isSilent: true })
    const frames = [0, 17, 45, 59, 29, 30]
    const rendered = await renderedFrames(path, frames)
    await using preview = await testPreview(path)
    await using browser = startBrowser()
    const page = await openPage(browser, preview.url)
    await page.keyboard.press('1')
    for (const [index, frame] of frames.entries()) {
      await seekTo(page, frame)
      await page.waitForSelector(`iframe.shown[title="Scene ${frame < 30 ? 1 : 2}"]`)
      const shown = await page.locator('iframe.shown').screenshot()
      // The same pixels, as measured; the frame beside it, where the move is slowest, is at 57 dB.
      expect.soft(await psnr(shown, rendered[index] ?? Buffer.alloc(0)), `frame ${frame}`).toBeGreaterThan(60)
    }
    // A control: frames that are not the same do differ.
    expect(await psnr(rendered[0] ?? Buffer.alloc(0), rendered[1] ?? Buffer.alloc(0))).toBeLessThan(40)
  })

  it('plays by the wall clock and over the end to the start again, and the space bar pauses it', async () => {
    const path = await writeSmallFilm(await tempFolder(), { scenes: 2, fps: 10 })
    await using preview = await testPreview(path)
    await using browser = startBrowser()
    const page = await openPage(browser, preview.url)
    await page.waitForSelector('iframe[title="Scene 2"]')
    await page.evaluate(noteFrames)
    await page.keyboard.press('Space')
    const startedMs = performance.now()
    await expect.poll(() => page.evaluate('seen.filter((frame) => frame === 2).length'), { timeout: 20_000, interval: 20 }).toBe(2)
    const passedMs = performance.now() - startedMs
    await page.keyboard.press('Space')
    const stopped = await frameOf(page)
    // From frame 0 to frame 2 of the second turn: 22 frames at 10 per second.
    expect(passedMs).toBeGreaterThan(2000)
    expect(passedMs).toBeLessThan(4000)
    expect(await page.getByRole('button', { name: 'Play', exact: true }).isVisible()).toBe(true)
    await page.waitForTimeout(400)
    expect(await frameOf(page)).toBe(stopped)
    expect(await page.evaluate('new Set(seen).size')).toBeGreaterThan(10)
    expect(page.errors).toEqual([])
  })

  it('goes by frames, seconds and scenes with the keyboard alone', async () => {
    const path = await writeSmallFilm(await tempFolder(), { scenes: 3, isSilent: true })
    await using preview = await testPreview(path)
    await using browser = startBrowser()
    const page = await openPage(browser, preview.url)
    const steps: readonly (readonly [key: string, frame: number])[] = [
      ['ArrowRight', 1],
      ['ArrowRight', 2],
      ['ArrowLeft', 1],
      ['Shift+ArrowRight', 31],
      ['PageUp', 30],
      ['PageUp', 0],
      ['PageDown', 30],
      ['End', 89],
      ['ArrowRight', 89],
      ['Home', 0],
      ['ArrowLeft', 0],
    ]
    for (const [key, frame] of steps) {
      await page.keyboard.press(key)
      expect.soft({ key, frame: await frameOf(page) }).toEqual({ key, frame })
    }
    // The second scene in the list, reached and pressed by keyboard: space on a button is the button's.
    await page.locator('#scenes button').nth(1).focus()
    await page.keyboard.press('Space')
    expect(await frameOf(page)).toBe(30)
    expect(await page.locator('#scenes [aria-current]').innerText()).toContain('photo-1.jpg')
    await page.locator('#scrubber').focus()
    await page.keyboard.press('ArrowRight')
    expect(await frameOf(page)).toBe(31)
    expect(await page.locator('#scrubber').getAttribute('aria-valuetext')).toBe('frame 31, 0:01.033, scene 2')
    expect(await page.locator('#place').innerText()).toBe('Frame 31 of 90 · scene 2, frame 1')
  })

  it('has the next scene loaded and painted before it is shown, and drops those that are far', async () => {
    const path = await writeSmallFilm(await tempFolder(), { scenes: 5, isSilent: true })
    await using preview = await testPreview(path)
    await using browser = startBrowser()
    const page = await openPage(browser, preview.url)
    await page.waitForSelector('iframe[title="Scene 2"]')
    expect(await page.locator('iframe').count()).toBe(2)
    await seekTo(page, 100)
    await page.waitForSelector('iframe.shown[title="Scene 4"]')
    await page.waitForSelector('iframe[title="Scene 5"]')
    expect(await page.locator('iframe').count()).toBe(2)
  })

  it('lists what is wrong with a film, and shows the film at the same frame when it is mended', async () => {
    const path = await writeSmallFilm(await tempFolder(), { isSilent: true })
    await using preview = await testPreview(path)
    await using browser = startBrowser()
    const page = await openPage(browser, preview.url)
    await seekTo(page, 40)
    await rewriteFilm(path, ({ scenes, output }) => {
      Object.assign(scenes[1] ?? {}, { kenBurns: { preset: 'zoom-sideways' } })
      Object.assign(output, { width: 321 })
    })
    await page.waitForSelector('#faults:not([hidden])')
    expect(await page.locator('#faults-title').innerText()).toBe('The film has 2 faults')
    const items = await page.locator('#faults-list li').allInnerTexts()
    expect(items[0]).toMatch(/\/output\/width\s+is not allowed \(is 321\)\s+Allowed: an even number/)
    expect(items[1]).toMatch(/\/scenes\/1\/kenBurns\/preset\s+scene 2\s+is not allowed \(is "zoom-sideways"\)\s+Allowed: zoom-in, zoom-out/)
    expect(await page.locator('.transport').isVisible()).toBe(false)
    await rewriteFilm(path, ({ scenes, output }) => {
      delete scenes[1]?.kenBurns
      Object.assign(output, { width: 320 })
    })
    await page.waitForSelector('iframe.shown')
    expect(await page.locator('#faults').isVisible()).toBe(false)
    expect(await frameOf(page)).toBe(40)
  })

  it('shows a film that is not JSON, and one with a broken image, as what they are', async () => {
    const folder = await tempFolder()
    const path = await writeSmallFilm(folder, { isSilent: true })
    await using preview = await testPreview(path)
    await using browser = startBrowser()
    const page = await openPage(browser, preview.url)
    const good = await readFile(path, 'utf8')
    await writeFile(path, good.replace('"scenes":', '"scenes":,'))
    await page.locator('#faults-title', { hasText: 'is not JSON at line 1' }).waitFor()
    await truncate(join(folder, 'photo-1.jpg'), 6000)
    await writeFile(path, good)
    await page.locator('#faults-list', { hasText: '/scenes/1/image' }).waitFor()
    expect(await page.locator('#faults-list li').innerText()).toMatch(/photo-1\.jpg is not an image that can be used/)
  })

  it('shows the film anew when it changes, and when an image in it does', async () => {
    const folder = await tempFolder()
    const path = await writeSmallFilm(folder, { isSilent: true })
    await using preview = await testPreview(path)
    await using browser = startBrowser()
    const page = await openPage(browser, preview.url)
    await page.keyboard.press('1')
    const before = await page.locator('iframe.shown').screenshot()
    await rewriteFilm(path, ({ scenes }) => void scenes.push({ ...scenes[0], image: 'photo-0.jpg', duration: 2 } as (typeof scenes)[0]))
    await page.locator('#scenes button').nth(2).waitFor()
    expect(await page.locator('#film-facts').innerText()).toContain('3 scenes · 0:04')
    await page.waitForSelector('iframe.shown')
    expect(await psnr(before, await page.locator('iframe.shown').screenshot())).toBeGreaterThan(60)
    const thumbnail = await page.locator('#scenes img').first().getAttribute('src')
    const shown = await page.locator('iframe.shown').getAttribute('src')
    await writeFile(join(folder, 'photo-0.jpg'), await readFile(join(folder, 'photo-1.jpg')))
    await page.waitForSelector(`#scenes li:first-child img[src]:not([src="${thumbnail}"])`)
    // The picture of before stays until the new one can be seen.
    await page.waitForSelector(`iframe.shown:not([src="${shown}"])`)
    expect(await psnr(before, await page.locator('iframe.shown').screenshot())).toBeLessThan(30)
  })

  it('says which scene cannot be shown and why, rather than showing another one', async () => {
    const path = await writeSmallFilm(await tempFolder(), { isSilent: true })
    await using preview = await testPreview(path)
    await using browser = startBrowser()
    const page = await browser.newPage()
    await page.route('**/scenes/2/scene.json', (route) => route.fulfill({ status: 404, body: 'not found' }))
    await page.goto(preview.url)
    await page.waitForSelector('iframe.shown')
    await page.keyboard.press('PageDown')
    // Clicked in trial: nothing may lie over it.
    await page.getByText(/^Scene 2 cannot be shown: .*JSON/).click({ trial: true })
    expect(await page.locator('iframe.shown').count()).toBe(0)
    await page.keyboard.press('PageUp')
    await page.waitForSelector('iframe.shown[title="Scene 1"]')
    expect(await page.locator('#stage-note').isVisible()).toBe(false)
  })

  it('says so when the command has ended', async () => {
    const path = await writeSmallFilm(await tempFolder(), { isSilent: true })
    await using browser = startBrowser()
    const preview = await testPreview(path)
    const page = await openPage(browser, preview.url)
    await page.getByText('Reloads on save').waitFor()
    await preview[Symbol.asyncDispose]()
    await page.getByText('The preview command has ended').waitFor()
    expect(await page.locator('iframe.shown').isVisible()).toBe(true)
  })

  it.each([
    [1920, 1080],
    [1280, 800],
    [1280, 420],
    [480, 800],
    [320, 568],
  ])('fits a window of %i x %i: nothing is cut off sideways, and the picture keeps its shape', async (width, height) => {
    const path = await writeSmallFilm(await tempFolder(), { scenes: 12, seconds: 0.4 })
    await using preview = await testPreview(path)
    await using browser = startBrowser()
    const page = await openPage(browser, preview.url, { width, height })
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(width)
    const box = await page.locator('#canvas').boundingBox()
    expect((box?.width ?? 0) / (box?.height ?? 1)).toBeCloseTo(320 / 180, 2)
    for (const id of ['play', 'previous-scene', 'next-frame', 'actual-size', 'scrubber']) {
      const control = await page.locator(`#${id}`).boundingBox()
      expect.soft(control?.x, id).toBeGreaterThanOrEqual(0)
      expect.soft((control?.x ?? 0) + (control?.width ?? Infinity), id).toBeLessThanOrEqual(width)
      if (width >= 860) expect.soft((control?.y ?? 0) + (control?.height ?? Infinity), id).toBeLessThanOrEqual(height)
    }
  })
})
