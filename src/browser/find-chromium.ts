import { FramefarmError } from '../shared/errors.ts'
import { findOnPath, isExecutable } from '../shared/find-on-path.ts'
import { inPuppeteerCache } from './puppeteer-cache.ts'

type ChromiumKind = 'headless-shell' | 'full'
export type FoundChromium = {
  readonly path: string
  /** Only the headless shell knows begin-frame control; full Chromium runs as `--headless=new`. */
  readonly kind: ChromiumKind
  /** Where it was found, for `doctor`. */
  readonly from: string
}

const shellNames = ['chromium-headless-shell', 'chrome-headless-shell', 'headless_shell']
const fullNames = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome']

/**
 * The browser to render with: FRAMEFARM_CHROME, a headless shell on PATH, puppeteer's cache, and last
 * a full Chromium on PATH (which can only take screenshots).
 * @throws TOOL_SETTING_WRONG when FRAMEFARM_CHROME is set to something that cannot be run, TOOL_MISSING when there is none.
 */
export function findChromium(): FoundChromium {
  const found = fromVariable() ?? fromPath(shellNames, 'headless-shell') ?? fromPuppeteerCache() ?? fromPath(fullNames, 'full')
  if (found) return found
  throw new FramefarmError(
    'TOOL_MISSING',
    `no Chromium found (looked at FRAMEFARM_CHROME, for ${shellNames.join(', ')} on PATH, and in puppeteer's cache)`,
    { hint: 'run `npm run setup`, or install chromium-headless-shell, or set FRAMEFARM_CHROME' },
  )
}

/**
 * The browser for `stream`, which a headless shell cannot do: FRAMEFARM_STREAM_CHROME, FRAMEFARM_CHROME where it is a full one,
 * a full Chromium on PATH, and puppeteer's cache. null where there is none.
 * @throws TOOL_SETTING_WRONG when a variable is set to something that cannot be run
 */
export function findStreamChromium(): FoundChromium | null {
  const named = fromVariable('FRAMEFARM_STREAM_CHROME', 'full') ?? fromVariable()
  if (named?.kind === 'full') return named
  const cached = inPuppeteerCache('chrome')
  return fromPath(fullNames, 'full') ?? (cached === null ? null : { path: cached, kind: 'full', from: "puppeteer's cache" })
}

function fromVariable(name = 'FRAMEFARM_CHROME', kind?: ChromiumKind): FoundChromium | null {
  const path = process.env[name]
  if (path === undefined || path === '') return null
  if (!isExecutable(path)) throw new FramefarmError('TOOL_SETTING_WRONG', `${name} is ${path}, which is not a program that can be run`)
  return { path, kind: kind ?? (/headless[-_]shell/.test(path) ? 'headless-shell' : 'full'), from: name }
}

function fromPath(names: readonly string[], kind: ChromiumKind): FoundChromium | null {
  const path = names.map(findOnPath).find((candidate) => candidate !== null)
  return path ? { path, kind, from: 'PATH' } : null
}

function fromPuppeteerCache(): FoundChromium | null {
  const path = inPuppeteerCache('chrome-headless-shell')
  return path === null ? null : { path, kind: 'headless-shell', from: "puppeteer's cache" }
}
