import { chromium, type Browser, type Page } from 'playwright-core'
import { findStreamChromium } from '../../src/browser/find-chromium.ts'
import { openPreview, type Preview } from '../../src/server/open-preview.ts'
import type { PreviewState } from '../../src/server/preview-state.ts'
import type { UserBrowser } from './user-browser.ts'

/** A preview on any free port whose film has been read once, with every state that it has had. Give it back with `await using`. */
export async function testPreview(filmPath: string): Promise<Preview & { readonly states: readonly PreviewState[] }> {
  const states: PreviewState[] = []
  const preview = await openPreview({ filmPath, port: 0, listen: (state) => states.push(state) })
  await until(() => states.length > 0)
  return Object.assign(preview, { states })
}

/** Resolves when `check` holds; the test's own time limit ends it otherwise. */
export async function until(check: () => boolean): Promise<void> {
  while (!check()) await new Promise((resolve) => setTimeout(resolve, 20))
}

type WatchedPage = Page & { readonly errors: string[] }

/** The full Chromium, in which a page can take a picture of its own tab; nobody has to allow it. */
export async function startFullBrowser(): Promise<Browser> {
  const full = findStreamChromium()
  if (!full) throw new Error('there is no full Chromium: npm run setup installs one')
  const asRoot = process.getuid?.() === 0 ? ['--no-sandbox'] : []
  const args = [...asRoot, '--disable-gpu', '--force-color-profile=srgb', '--auto-accept-this-tab-capture', '--headless=new']
  return chromium.launch({ executablePath: full.path, args, headless: false })
}

/** The preview page in a window, once its first scene can be seen. Errors of the page fail the test by `page.errors`. */
export async function openPage(browser: UserBrowser, url: string, viewport = { width: 1280, height: 800 }): Promise<WatchedPage> {
  const page = await openPlainPage(browser, url, viewport)
  await page.waitForSelector('iframe.shown, #faults:not([hidden])')
  return page
}

/** Any page in a window, with what it and its console complain of. */
export async function openPlainPage(browser: UserBrowser, url: string, viewport = { width: 1280, height: 800 }): Promise<WatchedPage> {
  const page = await browser.newPage({ viewport })
  const errors: string[] = []
  page.on('pageerror', (error) => errors.push(error.message))
  page.on('console', (message) => {
    if (message.type() === 'error') errors.push(message.text())
  })
  await page.goto(url)
  return Object.assign(page, { errors })
}

/** The number of the frame that the page says it shows. */
export async function frameOf(page: Page): Promise<number> {
  return Number(await page.locator('#scrubber').inputValue())
}
