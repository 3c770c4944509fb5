import type { Browser } from 'playwright-core'
import { answerOf, startMs, stepMs, type DrivenBrowser, type OpenWishes } from './driven-browser.ts'

const chromiumFlags = [
  // As in the renderer: colours and glyphs are not to depend on this machine's screen.
  '--force-color-profile=srgb',
  '--font-render-hinting=none',
  '--hide-scrollbars',
  '--mute-audio',
  '--disable-background-networking',
  '--disable-component-update',
  '--no-first-run',
  '--headless=new',
]

/** A full Chromium, or a build of playwright. @throws what playwright-core throws */
export async function driveByPlaywright(kind: 'chromium' | 'firefox' | 'webkit', wishes: OpenWishes): Promise<DrivenBrowser> {
  const browser = await launched(kind, wishes.path)
  try {
    const { width, height, currentSite } = wishes
    const context = await browser.newContext({ viewport: { width, height }, deviceScaleFactor: 1, serviceWorkers: 'block', acceptDownloads: false })
    context.setDefaultTimeout(stepMs)
    await context.route('**/*', async (route) => {
      const answer = await answerOf(route.request().url(), currentSite())
      return answer ? route.fulfill({ status: 200, ...answer }) : route.abort('blockedbyclient')
    })
    const page = await context.newPage()
    const errors: string[] = []
    page.on('pageerror', ({ message }) => errors.push(message))
    return {
      version: browser.version(),
      page: {
        goto: (address) => page.goto(address),
        evaluate: (expression) => page.evaluate(expression),
        screenshot: () => page.screenshot({ type: 'png', scale: 'css', caret: 'initial' }),
        errors,
      },
      close: () => browser.close(),
    }
  } catch (error) {
    await browser.close()
    throw error
  }
}

async function launched(kind: 'chromium' | 'firefox' | 'webkit', executablePath: string): Promise<Browser> {
  // Loaded only for an opinion: it takes a third of a second.
  const { chromium, firefox, webkit } = await import('playwright-core')
  const own = { executablePath, timeout: startMs }
  if (kind !== 'chromium') return (kind === 'firefox' ? firefox : webkit).launch(own)
  const hasSandbox = process.getuid?.() !== 0 && process.env['FRAMEFARM_CHROME_SANDBOX'] !== 'off'
  return chromium.launch({ ...own, args: [...(hasSandbox ? [] : ['--no-sandbox']), ...chromiumFlags], headless: false })
}
