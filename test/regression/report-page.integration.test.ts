import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import { writeReport, type ReportOptions } from '../../src/regression/report/write-report.ts'
import type { FrameCheck } from '../../src/regression/verdict.ts'
import { openPlainPage } from '../support/preview.ts'
import { photoCheck } from '../support/photo-check.ts'
import { seriousFindings } from '../support/serious-findings.ts'
import { tempFolder } from '../support/temp-folder.ts'
import { startBrowser } from '../support/user-browser.ts'

/** For a machine that does much else. */
const patience = { timeout: 20_000 }
const wide = { width: 1440, height: 900 }

type Opening = {
  readonly change?: (check: FrameCheck) => FrameCheck
  readonly viewport?: typeof wide
  readonly hash?: string
  readonly options?: ReportOptions
}

/** The report of a check in a page of its own, closed with it, straight from the file. */
async function openReport({ change = (check) => check, viewport = wide, hash = '', options }: Opening = {}) {
  const folder = await tempFolder()
  const check = change(await photoCheck(join(folder, 'frames')))
  const files = await writeReport(check, folder, options)
  const browser = startBrowser()
  const page = await openPlainPage(browser, `${pathToFileURL(files.html).href}${hash}`, viewport)
  const requests: string[] = []
  page.on('request', (request) => requests.push(request.url()))
  if (check.frames.length > 0) await page.locator('#panes[data-shown]').waitFor({ state: 'attached' })
  return Object.assign(page, { files, requests, [Symbol.asyncDispose]: () => browser[Symbol.asyncDispose]() })
}

const nameOf = (page: Page) => page.locator('#frame-name').innerText()
const panesOf = (page: Page) => page.locator('.pane figcaption').allInnerTexts()
/** Red, green and blue in the middle of a pane. */
const middleOf = (page: Page, pane = 0) =>
  page.evaluate<number[]>(`(() => {
    const canvas = document.querySelectorAll('.pane canvas')[${pane}]
    return [...canvas.getContext('2d').getImageData(canvas.width / 2, canvas.height / 2, 1, 1).data.slice(0, 3)]
  })()`)

describe('the page of a report', () => {
  it('opens on the first frame that needs somebody, with its findings, measures and place, in one file that asks for nothing', async () => {
    await using page = await openReport()
    expect(await page.locator('.result').innerText()).toBe('2 frames changed, 1 frame new, 1 frame cannot be compared')
    expect(await nameOf(page)).toBe('scene-01-middle')
    expect(await page.locator('#frame-place').innerText()).toBe('Scene 1 · frame 120 · 0:04.000 · middle')
    expect(await page.locator('#words').innerText()).toBe('Moved by 1 px to the right.')
    expect(await page.locator('#measures').innerText()).toMatch(/Different pixels\s*12,345 \(5.4 %\)[^]*PSNR\s*27.4 dB[^]*320 × 180 px at 40, 60/)
    expect(await panesOf(page)).toEqual(['Baseline', 'Actual', 'Difference'])
    expect(await page.locator('#command').innerText()).toMatch(/^framefarm frames approve films\/summer.json scene-01-middle --report /)
    expect(await page.locator('#approve-all-title').innerText()).toBe(
      'Approve all of them as they are now, and remove the baseline of a frame that is not picked any more',
    )
    expect(await page.locator('#approve-all').innerText()).toMatch(/^framefarm frames approve films\/summer.json --all --report /)
    expect(page.requests.filter((url) => !url.startsWith('data:'))).toEqual([])
    expect(page.errors).toEqual([])
  })

  it('shows all picked frames on the time line, and goes to the one that is clicked, there or in the strip, or named by the address', async () => {
    await using page = await openReport({ hash: '#scene-02-first' })
    expect(await nameOf(page)).toBe('scene-02-first')
    expect(await page.locator('#timeline .tick').count()).toBe(12)
    await page.locator('#filter input[value=all]').check()
    expect(await page.locator('#strip li:visible').count()).toBe(12)
    await page.locator('#strip a', { hasText: 'scene-03-first' }).click()
    await expect.poll(() => nameOf(page), patience).toBe('scene-03-first')
    expect(await page.locator('#strip a[aria-current]').innerText()).toContain('scene-03-first')
    expect(new URL(page.url()).hash).toBe('#scene-03-first')
    await page.locator('#timeline .tick[data-index="0"] .reach').click()
    await expect.poll(() => nameOf(page), patience).toBe('scene-01-first')
    expect(await page.locator('#words li').first().innerText()).toBe('The same, pixel for pixel.')
    expect(page.errors).toEqual([])
  })

  it('lists only the frames that are asked for', async () => {
    await using page = await openReport()
    const listed = () => page.locator('#strip li:visible .name').allInnerTexts()
    expect(await listed()).toEqual(['scene-01-middle', 'scene-02-first', 'scene-03-first', 'scene-03-last'])
    for (const [filter, names] of [
      ['changed', ['scene-01-middle', 'scene-02-first']],
      ['new', ['scene-03-first']],
      ['broken', ['scene-03-last']],
    ] as const) {
      await page.locator(`#filter input[value=${filter}]`).check()
      expect(await listed()).toEqual(names)
    }
    expect(await nameOf(page)).toBe('scene-03-last')
    expect(await page.locator('#words').innerText()).toContain('it ends too early; approve the frame to replace it.')
    expect(await panesOf(page)).toEqual(['Actual'])
  })

  it('lays the pictures over each other, side by side in one, and in turn', async () => {
    await using page = await openReport({ hash: '#scene-02-first' })
    const [before, after] = [await middleOf(page, 0), await middleOf(page, 1)]
    expect(after[0]).toBeGreaterThan(before[0] ?? 255)
    await page.keyboard.press('2')
    expect(await panesOf(page)).toEqual(['Baseline under Actual'])
    const mixed = await middleOf(page)
    expect(mixed[0]).toBeGreaterThan(before[0] ?? 255)
    expect(mixed[0]).toBeLessThan(after[0] ?? 0)
    await page.locator('#dial-value').fill('0')
    expect(await middleOf(page)).toEqual(before)
    await page.keyboard.press('3')
    expect(await panesOf(page)).toEqual(['Baseline on the left, Actual on the right'])
    await page.locator('#dial-value').fill('90')
    expect(await middleOf(page)).toEqual(before)
    await page.locator('.pane canvas').click({ position: { x: 40, y: 100 } })
    expect(Number(await page.locator('#dial-value').inputValue())).toBeLessThan(10)
    expect(await middleOf(page)).toEqual(after)
    await page.keyboard.press('4')
    await expect.poll(() => panesOf(page), patience).toEqual(['Baseline'])
    await expect.poll(() => panesOf(page), patience).toEqual(['Actual'])
    await page.keyboard.press('5')
    expect(await panesOf(page)).toEqual(['Difference'])
    expect(page.errors).toEqual([])
  })

  it('does not blink by itself for people who want no motion, and turns by hand', async () => {
    await using page = await openReport()
    await page.emulateMedia({ reducedMotion: 'reduce' })
    await page.keyboard.press('4')
    expect(await page.locator('#blink').innerText()).toBe('Start')
    expect(await panesOf(page)).toEqual(['Actual'])
    await page.keyboard.press('b')
    expect(await panesOf(page)).toEqual(['Baseline'])
    await page.keyboard.press('Space')
    expect(await page.locator('#blink').innerText()).toBe('Stop')
    await expect.poll(() => panesOf(page), patience).toEqual(['Actual'])
  })

  it('zooms to single pixels, the same ones in all pictures, and moves them together', async () => {
    await using page = await openReport({ hash: '#scene-02-first' })
    const scale = () => page.locator('#scale').innerText()
    const fitting = await scale()
    for (let count = 0; count < 6; count++) await page.keyboard.press('+')
    expect(await scale()).toBe('3200 %')
    // One pixel is a square of one colour, and lies in the same place in each pane.
    const row = (pane: number) =>
      page.evaluate<string[]>(`(() => {
        const canvas = document.querySelectorAll('.pane canvas')[${pane}]
        const data = canvas.getContext('2d').getImageData(0, canvas.height / 2, canvas.width, 1).data
        return Array.from({ length: canvas.width }, (_, x) => data.slice(x * 4, x * 4 + 3).join())
      })()`)
    const edges = (pixels: readonly string[]) => pixels.flatMap((pixel, x) => (x > 0 && pixel !== pixels[x - 1] ? [x] : []))
    const [before, after] = [await row(0), await row(1)]
    const steps = edges(before).map((x, index, all) => (x - (all[index - 1] ?? x)) % 32)
    expect(edges(before).length).toBeGreaterThan(3)
    expect(new Set(steps)).toEqual(new Set([0]))
    expect(edges(after)).toEqual(edges(before))
    await page.locator('#panes').focus()
    await page.keyboard.press('ArrowRight')
    const moved = await row(0)
    expect(moved.slice(0, 200)).toEqual(before.slice(64, 264))
    expect((await row(1)).slice(0, 200)).toEqual(after.slice(64, 264))
    await page
      .locator('.pane canvas')
      .first()
      .hover({ position: { x: 100, y: 100 } })
    expect(await page.locator('#readout').innerText()).toMatch(/^x \d+, y \d+ · Baseline \d+ \d+ \d+ · Actual \d+ \d+ \d+$/)
    await page.keyboard.press('0')
    expect(await scale()).toBe(fitting)
    expect(page.errors).toEqual([])
  })

  it('holds what browsers show against the film, in the same ways, and says which could not be asked', async () => {
    const frames = await tempFolder()
    const { frames: checked } = await photoCheck(frames)
    const { actual: picture, baseline: difference } = checked.find(({ pick }) => pick.name === 'scene-02-first') ?? {}
    const findings = [{ kind: 'colour' as const, text: 'colour shifted by +3 red' }]
    const comparison = { outcome: 'changed' as const, measures: null, findings }
    const frame = { name: 'scene-03-middle', picture: picture ?? '', difference: difference ?? null, comparison }
    const opinions = [
      { browser: 'firefox' as const, title: 'Firefox 153', frames: [frame], problem: null },
      { browser: 'webkit' as const, title: 'WebKit', frames: [], problem: 'not found on this machine' },
    ]
    await using page = await openReport({ options: { opinions }, hash: '#scene-03-middle' })
    expect(await page.locator('.doubts').innerText()).toBe('WebKit: not found on this machine')
    expect(await panesOf(page)).toEqual(['Actual (preview)'])
    await page.locator('#pairs input').nth(1).check()
    await expect.poll(() => panesOf(page), patience).toEqual(['Film', 'Firefox 153', 'Difference'])
    expect(await page.locator('#words').innerText()).toBe('Colour shifted by +3 red.')
    await page.keyboard.press('2')
    expect(await panesOf(page)).toEqual(['Film under Firefox 153'])
    expect(page.errors).toEqual([])
  })

  it('is worked by the keyboard alone', async () => {
    await using page = await openReport()
    await page.keyboard.press('j')
    await expect.poll(() => nameOf(page), patience).toBe('scene-02-first')
    await page.keyboard.press('j')
    await expect.poll(() => nameOf(page), patience).toBe('scene-03-first')
    await page.keyboard.press('k')
    await expect.poll(() => nameOf(page), patience).toBe('scene-02-first')
    expect(await page.locator('#news').textContent()).toBe('scene-02-first: Changed')
    await page.context().grantPermissions(['clipboard-write'])
    await page.locator('#command-part button').focus()
    await page.keyboard.press('Enter')
    await expect.poll(() => page.locator('#command-part button').innerText(), patience).toBe('Copied')
  })

  it('has no barrier for assistive technology, in light and dark, wide and narrow, in every mode', async () => {
    await using page = await openReport()
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme })
      for (const mode of ['1', '2', '4']) {
        await page.keyboard.press(mode)
        expect(await seriousFindings(page)).toEqual([])
      }
    }
    await page.setViewportSize({ width: 360, height: 740 })
    await page.locator('#keys summary').click()
    expect(await seriousFindings(page)).toEqual([])
    expect(page.errors).toEqual([])
  })

  it('fits a window of 360 pixels', async () => {
    await using page = await openReport({ viewport: { width: 360, height: 740 } })
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(360)
    expect(await page.locator('.pane').count()).toBe(3)
    const boxes = await Promise.all([0, 1, 2].map((index) => page.locator('.pane').nth(index).boundingBox()))
    expect(new Set(boxes.map((box) => box?.x))).toHaveProperty('size', 1)
    for (const mode of ['2', '3', '4', '5']) {
      await page.keyboard.press(mode)
      expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(360)
    }
  })

  it('runs nothing that a film says', async () => {
    const hostile = `</script><img src=x onerror="globalThis.isRun=true"><script>globalThis.isRun=true</script>"'&`
    const change = (check: FrameCheck): FrameCheck => ({
      ...check,
      film: { ...check.film, name: hostile, path: hostile },
      rendererKey: hostile,
      warnings: [hostile],
      frames: check.frames.map((frame, index) => ({
        ...frame,
        pick: { ...frame.pick, name: `${index}${hostile}` },
        verdict: frame.verdict.state === 'broken' ? { state: 'broken', problem: hostile } : frame.verdict,
      })),
    })
    await using page = await openReport({ change })
    expect(await page.locator('h1').innerText()).toBe(hostile)
    expect(await nameOf(page)).toBe(`1${hostile}`)
    await page.locator('#filter input[value=broken]').check()
    expect(await page.locator('#words').innerText()).toBe(`${hostile}.`)
    expect(await page.evaluate('globalThis.isRun')).toBeUndefined()
    // What might get in all the same is refused by the page's own policy.
    const script = page.evaluate(`document.body.append(Object.assign(document.createElement('script'), { textContent: 'globalThis.isRun = true' }))`)
    await script
    expect(await page.evaluate('globalThis.isRun')).toBeUndefined()
    expect(page.errors.every((text) => text.includes('Content Security Policy'))).toBe(true)
  })

  it('holds whole pictures up to its limit, and beyond it previews with links to the files', async () => {
    await using page = await openReport({ options: { mostPictureBytes: 0 } })
    expect(await panesOf(page)).toEqual(['Baseline (preview)', 'Actual (preview)', 'Difference (preview)'])
    expect(await page.locator('#words').innerText()).toContain('Shown smaller than it is; the files below have every pixel.')
    const link = page.locator('#files a').first()
    expect(await link.getAttribute('href')).toBe('frames/scene-01-middle.baseline.png')
    expect((await readFile(page.files.html)).length).toBeLessThan(800_000)
  })

  it('says that nothing has changed, and is whole without any frame', async () => {
    await using well = await openReport({
      change: (check) => ({ ...check, isSkipped: true, frames: check.frames.filter(({ verdict }) => verdict.state === 'same') }),
    })
    expect(await well.locator('.result').innerText()).toBe('Nothing has changed since the baselines were approved')
    expect(await well.locator('#approve-all').count()).toBe(0)
    expect(await well.locator('#words').innerText()).toContain('No picture was made')
    await using empty = await openReport({ change: (check) => ({ ...check, frames: [] }) })
    expect(await empty.locator('main').innerText()).toBe('No frame was picked.')
    expect([...well.errors, ...empty.errors]).toEqual([])
  })
})
