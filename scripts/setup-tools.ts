// The second half of setup: a browser, FFmpeg and fonts, found or installed. Each step says what it does.
import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { lookAtFonts, missingScripts } from '../src/assets/installed-fonts.ts'
import { findChromium, findStreamChromium } from '../src/browser/find-chromium.ts'
import { prefaultBuild } from '../src/browser/prefault/find-prefault.ts'
import { readPgliteTemplate } from '../src/engine/pglite-template.ts'
import { findFfmpeg } from '../src/encoder/find-ffmpeg.ts'
import { findOnPath } from '../src/shared/find-on-path.ts'
import { FramefarmError, messageOf } from '../src/shared/errors.ts'
import { findPostgres } from '../src/bench/farm/find-postgres.ts'

type Installer = { readonly tool: string; readonly refresh?: readonly string[]; readonly install: readonly string[] }
type Packages = Readonly<Record<'chromium' | 'fullChromium' | 'ffmpeg' | 'fonts' | 'postgres', string>>

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const say = (text: string) => process.stderr.write(`setup: ${text}\n`)

const installers: readonly (Installer & { readonly packages: Packages })[] = [
  {
    tool: 'apt-get',
    refresh: ['update', '-qq'],
    install: ['install', '-y', '-qq', '--no-install-recommends'],
    packages: {
      chromium: 'chromium-headless-shell fonts-liberation',
      fullChromium: 'chromium',
      ffmpeg: 'ffmpeg',
      fonts: 'fontconfig fonts-noto-core fonts-noto-cjk fonts-noto-color-emoji',
      postgres: 'postgresql',
    },
  },
  {
    tool: 'dnf',
    install: ['install', '-y', '-q'],
    packages: {
      chromium: 'chromium-headless',
      fullChromium: 'chromium',
      ffmpeg: 'ffmpeg-free',
      fonts: 'fontconfig google-noto-sans-fonts google-noto-sans-arabic-fonts google-noto-sans-cjk-fonts google-noto-color-emoji-fonts',
      postgres: 'postgresql-server',
    },
  },
  {
    tool: 'apk',
    install: ['add', '-q'],
    packages: {
      chromium: 'chromium',
      fullChromium: 'chromium',
      ffmpeg: 'ffmpeg',
      fonts: 'fontconfig font-noto font-noto-arabic font-noto-cjk font-noto-emoji',
      postgres: 'postgresql',
    },
  },
  {
    tool: 'brew',
    install: ['install', '-q'],
    packages: { chromium: 'chromium', fullChromium: 'chromium', ffmpeg: 'ffmpeg', fonts: 'fontconfig', postgres: 'postgresql' },
  },
]

function run(command: readonly string[], env: NodeJS.ProcessEnv = process.env): boolean {
  const [program = '', ...args] = command
  return spawnSync(program, args, { cwd: root, stdio: ['ignore', 2, 2], env }).status === 0
}

/** [] as root (or for brew, which must not be root), ['sudo', '-n'] where that works without a password, else null. */
function privilege(tool: string): readonly string[] | null {
  if (tool === 'brew' || process.getuid?.() === 0) return []
  const sudoWorks = spawnSync('sudo', ['-n', 'true'], { stdio: 'ignore' }).status === 0
  return sudoWorks ? ['sudo', '-n'] : null
}

/** For messages. */
const titles: Packages = { chromium: 'Chromium', fullChromium: 'Chromium', ffmpeg: 'FFmpeg', fonts: 'fonts', postgres: 'PostgreSQL' }

/** Installs by the distribution's package manager. Returns what to tell the user when it could not. */
function installPackage(kind: keyof Packages): string | null {
  const installer = installers.find(({ tool }) => findOnPath(tool) !== null)
  if (!installer) return `install ${titles[kind]} by hand: no known package manager (apt-get, dnf, apk, brew) is here`
  const { tool, refresh, install, packages } = installer
  const names = packages[kind].split(' ')
  const commands = [...(refresh ? [[tool, ...refresh]] : []), [tool, ...install, ...names]]
  const asText = commands.map((command) => command.join(' ')).join(' && ')
  const asRoot = privilege(tool)
  if (asRoot === null) return `run this as root: ${asText}`
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  for (const command of commands) {
    say(`running: ${[...asRoot, ...command].join(' ')}`)
    if (!run([...asRoot, ...command], env)) return `this failed (its message is above): ${asText}`
  }
  return null
}

function found<T>(find: () => T): T | null {
  try {
    return find()
  } catch (error) {
    // A path that the user set and that is wrong must be told, never papered over with another browser.
    if (error instanceof FramefarmError && error.code === 'TOOL_SETTING_WRONG') throw error
    return null
  }
}

function installByPuppeteer(browser: 'chrome' | 'chrome-headless-shell'): boolean {
  say(`browser: no ${browser} found; trying puppeteer browsers install ${browser}`)
  return run([process.execPath, join(root, 'node_modules/puppeteer/lib/puppeteer/node/cli.js'), 'browsers', 'install', browser])
}

function setUpBrowser(): boolean {
  if (found(findChromium)) return true
  if (installByPuppeteer('chrome-headless-shell') && found(findChromium)) return true
  say("browser: puppeteer's download did not work; taking the distribution's package")
  const advice = installPackage('chromium')
  const browser = found(findChromium)
  say(browser ? `browser: ${browser.path}` : `browser: still missing; ${advice ?? 'set FRAMEFARM_CHROME to a chrome-headless-shell'}`)
  return browser !== null
}

/** The full Chromium that `stream` needs. Films can be rendered without it, so its absence is told and is no failure. */
function setUpStreamBrowser(): void {
  if (found(findStreamChromium)) return
  if (installByPuppeteer('chrome') && found(findStreamChromium)) return
  say("browser: puppeteer's download did not work; taking the distribution's package")
  const advice = installPackage('fullChromium')
  const browser = found(findStreamChromium)
  const missing = `a full Chromium is missing, so pages that need every frame drawn are drawn by screenshots, which is slower. To have it: ${advice ?? 'set FRAMEFARM_STREAM_CHROME'}`
  say(browser ? `browser: ${browser.path}` : `browser: ${missing}`)
}

/** Only for speed, so a machine without a C compiler is told and goes on; FRAMEFARM_PREFAULT=off says that none is wanted. */
function setUpPrefault(): void {
  const { source, library, command } = prefaultBuild
  const isBuilt = existsSync(library) && statSync(library).mtimeMs >= statSync(source).mtimeMs
  if (process.platform !== 'linux' || process.env['FRAMEFARM_PREFAULT'] === 'off' || isBuilt) return
  const fault = findOnPath('cc') === null ? 'no C compiler (cc) is here' : run(command) ? null : 'cc failed (its message is above)'
  say(fault === null ? `prefault: ${library}` : `prefault: not built, so what Chromium draws takes longer: ${fault}`)
}

function setUpFfmpeg(): boolean {
  if (found(findFfmpeg)) return true
  say("FFmpeg: none found; taking the distribution's package")
  const advice = installPackage('ffmpeg')
  const tools = found(findFfmpeg)
  say(tools ? `FFmpeg: ${tools.ffmpeg}` : `FFmpeg: still missing; ${advice ?? 'set FRAMEFARM_FFMPEG and FRAMEFARM_FFPROBE'}`)
  return tools !== null
}

/** For text in any script. Films can be rendered without them, so their absence is told and is no failure. */
async function setUpFonts(): Promise<void> {
  const missing = async () => lookAtFonts().then(missingScripts, () => ['anything: fontconfig is missing'])
  const before = await missing()
  if (before.length === 0) return
  say(`fonts: none for ${before.join(', ')}; taking the distribution's packages`)
  const advice = installPackage('fonts')
  const after = await missing()
  say(after.length === 0 ? 'fonts: installed' : `fonts: still none for ${after.join(', ')}. To have them: ${advice ?? 'install fonts by hand'}`)
}

/** So that the first start of a server is quick. It makes its own where this one is not there. */
async function setUpDatabase(): Promise<void> {
  await readPgliteTemplate().catch((error: unknown) => say(`database: its template could not be made: ${messageOf(error)}`))
}

/** For tests alone, which start servers of their own. Those that need it are left out where it is absent. */
function setUpPostgres(): void {
  if (findPostgres()) return
  say("PostgreSQL: none found; taking the distribution's package")
  keepDebianFromStartingOne()
  const advice = installPackage('postgres')
  const programs = findPostgres()
  say(programs ? `PostgreSQL: ${programs}` : `PostgreSQL: still missing; ${advice ?? 'put initdb and postgres on PATH'}`)
}

/** Its package makes a database and starts a server for it, unless it is told not to. */
function keepDebianFromStartingOne(): void {
  const file = '/etc/postgresql-common/createcluster.conf'
  if (process.getuid?.() !== 0 || findOnPath('apt-get') === null || existsSync(file)) return
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(file, 'create_main_cluster = false\n')
}

try {
  const ready = [setUpBrowser(), setUpFfmpeg()]
  setUpStreamBrowser()
  setUpPrefault()
  await setUpFonts()
  await setUpDatabase()
  if (process.argv.includes('--tests')) setUpPostgres()
  process.exitCode = ready.every(Boolean) ? 0 : 5
} catch (error) {
  if (!(error instanceof FramefarmError)) throw error
  say(error.message)
  process.exitCode = error.exitCode
}
