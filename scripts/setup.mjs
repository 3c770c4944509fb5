// Makes a checkout ready to run: node modules first, then (on the pinned Node) Chromium and FFmpeg.
// Runs before `npm run demo` and `npm test`, on whatever Node the machine has: built-ins only.
import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const say = (text) => process.stderr.write(`setup: ${text}\n`)

/** Packages of the lock file that are absent, or another version, in node_modules. Optional ones may be absent. */
function packagesToInstall() {
  const installed = join(root, 'node_modules/.package-lock.json')
  if (!existsSync(installed)) return ['everything']
  const packagesOf = (file) => JSON.parse(readFileSync(file, 'utf8')).packages
  const have = packagesOf(installed)
  const want = packagesOf(join(root, 'package-lock.json'))
  return Object.keys(want).filter((path) => path !== '' && !want[path].optional && have[path]?.version !== want[path].version)
}

function run(command, args, options = {}) {
  const { status, error } = spawnSync(command, args, { cwd: root, stdio: ['ignore', 2, 2], ...options })
  if (error) throw error
  return status === 0
}

function installPackages() {
  const missing = packagesToInstall()
  if (missing.length === 0) return
  say(`node modules: installing (${missing.length === 1 ? missing[0] : `${missing.length} packages`} missing) with npm ci`)
  // Puppeteer's own download is left to the next step, which knows more places to get a browser from.
  const env = { ...process.env, PUPPETEER_SKIP_DOWNLOAD: '1' }
  const onWindows = process.platform === 'win32'
  if (run(onWindows ? 'npm.cmd' : 'npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'], { env, shell: onWindows })) return
  say('npm ci failed (its message is above). Check the network and the npm registry setting, then run: npm ci')
  process.exit(5)
}

/** The pinned Node of node_modules, or this one where the platform has no pinned package. */
function pinnedNode() {
  const pinned = join(root, 'node_modules/.bin', process.platform === 'win32' ? 'node.cmd' : 'node')
  if (existsSync(pinned)) return pinned
  if (Number(process.versions.node.split('.')[0]) >= 24) return process.execPath
  say(`Node ${process.versions.node} is too old and no pinned Node is packaged for ${process.platform}-${process.arch}. Install Node 24.`)
  process.exit(5)
}

installPackages()
// A second process, because the finders are TypeScript and this one may run on a Node that cannot read it.
if (!run(pinnedNode(), [join(root, 'scripts/setup-tools.ts'), ...process.argv.slice(2)])) process.exit(5)
