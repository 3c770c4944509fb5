import { siteOrigin } from '../../browser/answer-requests.ts'
import { FramefarmError, messageOf } from '../../shared/errors.ts'
import type { Site } from '../../templates/site.ts'
import { driveByPlaywright } from './drive-by-playwright.ts'
import { driveByPuppeteer } from './drive-by-puppeteer.ts'
import type { DrivenBrowser, DrivenPage, OpenWishes } from './driven-browser.ts'
import type { FoundBrowser } from './find-browser.ts'

/** A browser as people have it, with a page that shows one scene after the other. */
export type OpinionBrowser = AsyncDisposable & {
  readonly version: string
  /**
   * A scene at a time, without loss. A scene that is shown already is not loaded again.
   * @param timeMs from the scene's start
   * @throws TEMPLATE_FAILED with the page's own error
   */
  readonly show: (site: Site, timeMs: number) => Promise<Uint8Array>
}

/**
 * Starts a browser without a window.
 * @throws CHROMIUM_START_FAILED
 */
export async function openBrowser(found: FoundBrowser, size: { readonly width: number; readonly height: number }): Promise<OpinionBrowser> {
  const shown: { site: Site | null } = { site: null }
  const { version, page, close } = await driven(found, { ...size, path: found.path, currentSite: () => shown.site })
  const show: OpinionBrowser['show'] = async (site, timeMs) => {
    try {
      if (shown.site !== site) {
        page.errors.length = 0
        shown.site = site
        await page.goto(siteOrigin + site.entry)
        await page.evaluate('framefarm.ready')
      }
      return await pictureAt(page, timeMs)
    } catch (cause) {
      throw new FramefarmError('TEMPLATE_FAILED', `the page shows nothing: ${page.errors[0] ?? firstLine(cause)}`, { cause })
    }
  }
  return { version, show, [Symbol.asyncDispose]: close }
}

async function driven({ path, driver }: FoundBrowser, wishes: OpenWishes): Promise<DrivenBrowser> {
  try {
    return await (driver === 'released-firefox' ? driveByPuppeteer(wishes) : driveByPlaywright(driver, wishes))
  } catch (cause) {
    throw new FramefarmError('CHROMIUM_START_FAILED', `${path} did not start: ${firstLine(cause)}`, { detail: messageOf(cause), cause })
  }
}

async function pictureAt(page: DrivenPage, timeMs: number): Promise<Uint8Array> {
  await page.evaluate(`framefarm.seek(${timeMs})`)
  // The first frame takes the change, the second one has been drawn with it.
  await page.evaluate('new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(() => resolve(null))))')
  return page.screenshot()
}

function firstLine(cause: unknown): string {
  return messageOf(cause).split('\n')[0] ?? ''
}
