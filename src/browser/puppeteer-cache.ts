import { readdirSync } from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { isExecutable } from '../shared/find-on-path.ts'

type CachedBrowser = 'chrome' | 'chrome-headless-shell'

/** Below the folder of a build, which is named after the platform. */
function programOf(browser: CachedBrowser): string {
  if (process.platform === 'win32') return `${browser}.exe`
  const isAppleChrome = browser === 'chrome' && process.platform === 'darwin'
  return isAppleChrome ? 'Google Chrome for Testing.app/Contents/MacOS/Google Chrome for Testing' : browser
}

/** The newest one that `puppeteer browsers install` has left, by its folder layout, or null. */
export function inPuppeteerCache(browser: CachedBrowser): string | null {
  const cache = process.env['PUPPETEER_CACHE_DIR'] ?? join(homedir(), '.cache/puppeteer')
  const builds = join(cache, browser)
  const byVersion = new Intl.Collator('en', { numeric: true })
  const candidates = foldersIn(builds)
    .toSorted((a, b) => byVersion.compare(b, a))
    .flatMap((build) => foldersIn(join(builds, build)).map((folder) => join(builds, build, folder, programOf(browser))))
  return candidates.find(isExecutable) ?? null
}

function foldersIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder)
  } catch {
    return []
  }
}
