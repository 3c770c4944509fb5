import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser } from 'puppeteer'
import { answerOf, startMs, stepMs, type DrivenBrowser, type OpenWishes } from './driven-browser.ts'

/** A Firefox as it is released, by WebDriver BiDi: playwright-core drives only its own build of it. @throws what puppeteer throws */
export async function driveByPuppeteer({ path, width, height, currentSite }: OpenWishes): Promise<DrivenBrowser> {
  // One of its own: puppeteer leaves that of a Firefox that does not start.
  const profile = await mkdtemp(join(tmpdir(), 'framefarm-firefox-'))
  const opened: { browser: Browser | null } = { browser: null }
  const close = async () => {
    await opened.browser?.close()
    await rm(profile, { recursive: true, force: true, maxRetries: 3 })
  }
  try {
    const { launch } = await import('puppeteer')
    const browser = await launch({
      ...{ browser: 'firefox', executablePath: path, userDataDir: profile, timeout: startMs, protocolTimeout: stepMs },
      defaultViewport: { width, height, deviceScaleFactor: 1 },
    })
    opened.browser = browser
    const page = await browser.newPage()
    page.setDefaultTimeout(stepMs)
    await page.setRequestInterception(true)
    page.on('request', (request) => {
      const answered = answerOf(request.url(), currentSite()).then((answer) =>
        answer ? request.respond({ status: 200, ...answer }) : request.abort(),
      )
      // The browser has gone: whoever waits for the page is told.
      answered.catch(() => undefined)
    })
    const errors: string[] = []
    page.on('pageerror', (error) => errors.push(error instanceof Error ? error.message : String(error)))
    return {
      version: (await browser.version()).replace(/^\D+/, ''),
      page: {
        goto: (address) => page.goto(address),
        evaluate: (expression) => page.evaluate(expression),
        screenshot: () => page.screenshot({ type: 'png' }),
        errors,
      },
      close,
    }
  } catch (error) {
    await close()
    throw error
  }
}
