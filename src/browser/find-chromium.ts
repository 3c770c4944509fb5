import { readdirSync } from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { FramefarmError } from '../shared/errors.ts'
import { findOnPath, isExecutable } from '../shared/find-on-path.ts'

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

function fromVariable(): FoundChromium | null {
  const path = process.env['FRAMEFARM_CHROME']
  if (path === undefined || path === '') return null
  if (!isExecutable(path)) throw new FramefarmError('TOOL_SETTING_WRONG', `FRAMEFARM_CHROME is ${path}, which is not a program that can be run`)
  return { path, kind: /headless[-_]shell/.test(path) ? 'headless-shell' : 'full', from: 'FRAMEFARM_CHROME' }
}

function fromPath(names: readonly string[], kind: ChromiumKind): FoundChromium | null {
  const path = names.map(findOnPath).find((candidate) => candidate !== null)
  return path ? { path, kind, from: 'PATH' } : null
}

/** The newest chrome-headless-shell that `puppeteer browsers install` has left, by its folder layout. */
function fromPuppeteerCache(): FoundChromium | null {
  const cache = process.env['PUPPETEER_CACHE_DIR'] ?? join(homedir(), '.cache/puppeteer')
  const builds = join(cache, 'chrome-headless-shell')
  const program = process.platform === 'win32' ? 'chrome-headless-shell.exe' : 'chrome-headless-shell'
  const byVersion = new Intl.Collator('en', { numeric: true })
  const candidates = foldersIn(builds)
    .toSorted((a, b) => byVersion.compare(b, a))
    .flatMap((build) => foldersIn(join(builds, build)).map((folder) => join(builds, build, folder, program)))
  const path = candidates.find(isExecutable)
  return path ? { path, kind: 'headless-shell', from: "puppeteer's cache" } : null
}

function foldersIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder)
  } catch {
    return []
  }
}
