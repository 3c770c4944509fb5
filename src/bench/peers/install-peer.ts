import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { findOnPath } from '../../shared/find-on-path.ts'
import { versions } from './versions.ts'

const installTimeoutMs = 10 * 60_000

const npmFlags = [
  'install',
  '--ignore-scripts', // nothing foreign runs before it is asked to; no browser is downloaded
  '--include=optional', // the compositor and the bundlers are optional packages, one for each platform
  '--no-audit',
  '--no-fund',
  '--no-update-notifier',
  '--loglevel=error',
]

/**
 * Installs a peer's pinned packages, unless that was done before, and returns the folder that has its node_modules.
 * The folder's name stands for the pins and it appears only when it is complete; delete it to install afresh.
 * @throws Error when npm is missing or does not succeed, or when it is stopped
 */
export async function installPeer(name: keyof typeof versions, scratch: string, signal: AbortSignal): Promise<string> {
  const manifest = JSON.stringify({ private: true, dependencies: versions[name] })
  const folder = join(scratch, `${name}-${createHash('sha256').update(manifest).digest('hex').slice(0, 12)}`)
  if (existsSync(folder)) return folder
  await mkdir(scratch, { recursive: true })
  const building = await mkdtemp(join(scratch, 'installing-'))
  try {
    await writeFile(join(building, 'package.json'), manifest)
    await runNpm(name, building, signal)
    await rename(building, folder)
  } finally {
    await rm(building, { recursive: true, force: true })
  }
  return folder
}

async function runNpm(name: string, folder: string, signal: AbortSignal): Promise<void> {
  const npm = findOnPath('npm')
  if (npm === null) throw new Error(`npm, which installs ${name} for the comparison, is not on PATH`)
  // Below `npm run`, npm would take our own project for the one to install into.
  const flags = [...npmFlags, '--prefix', folder]
  try {
    await promisify(execFile)(npm, flags, { cwd: folder, env: { ...process.env, PUPPETEER_SKIP_DOWNLOAD: '1' }, timeout: installTimeoutMs, signal })
  } catch (error) {
    throw new Error(`npm could not install ${name}; the comparison needs access to an npm registry`, { cause: error })
  }
}
