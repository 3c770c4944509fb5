import { findStreamChromium } from '../../browser/find-chromium.ts'
import { FramefarmError } from '../../shared/errors.ts'
import { findOnPath, isExecutable } from '../../shared/find-on-path.ts'
import type { BrowserName } from './opinion.ts'

/** Builds of playwright and Chromium are driven by playwright-core; a Firefox as it is released by WebDriver BiDi. */
type Driver = 'chromium' | 'firefox' | 'released-firefox' | 'webkit'
export type FoundBrowser = { readonly path: string; readonly driver: Driver }

/** A browser that is to be asked; `found` is null where it is not on this machine. */
export type AskedBrowser = { readonly name: BrowserName; readonly found: FoundBrowser | null }

/** Where playwright-core would have its own builds; they need not be there. */
type OwnBuilds = { readonly firefox: string; readonly webkit: string }

/** What to do where a browser is not on this machine. Nothing is downloaded here. */
export const howToGet: Readonly<Record<BrowserName, string>> = {
  chromium: 'install chromium (not only its headless shell), or set FRAMEFARM_STREAM_CHROME',
  firefox: 'install firefox or firefox-esr, or set FRAMEFARM_FIREFOX',
  webkit: 'run `npx playwright-core install webkit`, or set FRAMEFARM_WEBKIT to the pw_run.sh of one; a WebKit of another kind cannot be driven',
}

const firefoxNames = ['firefox', 'firefox-esr']
const firefoxPlaces: Readonly<Partial<Record<NodeJS.Platform, readonly string[]>>> = {
  darwin: ['/Applications/Firefox.app/Contents/MacOS/firefox'],
  win32: [String.raw`C:\Program Files\Mozilla Firefox\firefox.exe`],
}

/**
 * Looks for browsers on this machine.
 * @throws TOOL_SETTING_WRONG where a variable names what cannot be run
 */
export async function findBrowsers(names: readonly BrowserName[]): Promise<readonly AskedBrowser[]> {
  const { firefox, webkit } = await import('playwright-core')
  const own = { firefox: firefox.executablePath(), webkit: webkit.executablePath() }
  return names.map((name) => ({ name, found: findBrowser(name, own) }))
}

/**
 * A browser of this machine, by its executable; null where there is none.
 * @throws TOOL_SETTING_WRONG where a variable names what cannot be run
 */
export function findBrowser(name: BrowserName, own: OwnBuilds): FoundBrowser | null {
  switch (name) {
    case 'chromium': {
      const full = findStreamChromium()
      return full && { path: full.path, driver: 'chromium' }
    }
    case 'firefox':
      return findFirefox(own.firefox)
    case 'webkit': {
      const path = named('FRAMEFARM_WEBKIT') ?? (isExecutable(own.webkit) ? own.webkit : null)
      return path === null ? null : { path, driver: 'webkit' }
    }
  }
}

function findFirefox(ownBuild: string): FoundBrowser | null {
  const wanted = named('FRAMEFARM_FIREFOX')
  // A build of playwright lies below a folder that is named after its revision, wherever that is.
  if (wanted !== null) return { path: wanted, driver: /firefox-\d+[/\\]/.test(wanted) ? 'firefox' : 'released-firefox' }
  if (isExecutable(ownBuild)) return { path: ownBuild, driver: 'firefox' }
  const places = [...firefoxNames.map(findOnPath), ...(firefoxPlaces[process.platform] ?? [])]
  const path = places.find((place) => place !== null && isExecutable(place)) ?? null
  return path === null ? null : { path, driver: 'released-firefox' }
}

function named(variable: string): string | null {
  const path = process.env[variable]
  if (path === undefined || path === '') return null
  if (!isExecutable(path)) throw new FramefarmError('TOOL_SETTING_WRONG', `${variable} is ${path}, which is not a program that can be run`)
  return path
}
