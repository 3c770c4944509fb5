import { chromium, type Browser, type Page } from 'playwright-core'
import { afterAll, beforeAll } from 'vitest'
import { findChromium } from '../../src/browser/find-chromium.ts'

/** What one test has of the browser: pages of its own, closed when it is given back with `await using`. */
export type UserBrowser = Pick<Browser, 'newPage'> & AsyncDisposable

let browser: Browser

// One for all tests of a file; each page is as apart from the others as in a browser of its own.
beforeAll(async () => {
  const asRoot = process.getuid?.() === 0 ? ['--no-sandbox'] : []
  const args = [...asRoot, '--disable-gpu', '--force-color-profile=srgb']
  browser = await chromium.launch({ executablePath: findChromium().path, args, headless: true })
})
afterAll(() => browser.close())

/** The browser that renders, driven as a user would. */
export function startBrowser(): UserBrowser {
  const pages: Page[] = []
  return {
    newPage: async (options) => {
      const page = await browser.newPage(options)
      pages.push(page)
      return page
    },
    [Symbol.asyncDispose]: async () => {
      for (const page of pages) await page.close()
    },
  }
}
