import { lstat, readdir, rm } from 'node:fs/promises'
import { isAbsolute, join } from 'node:path'
import type { DataFolder } from '../data-folder.ts'
import { isOfLiveProcess } from '../work-folder.ts'

/** Something that a process was writing and will not finish. */
type Leftover = { readonly path: string; readonly bytes: number }

/** Nothing is written for so long: uploads in parts are given up after a day. */
const idleMs = 2 * 24 * 3600 * 1000

/**
 * What processes that were killed have left on this machine: work folders of machines that are gone, uploads that nobody has finished,
 * files that were being written. Only what nobody has touched for two days.
 */
export async function leftoversOf({ root, work, shared }: DataFolder, now: Date): Promise<readonly Leftover[]> {
  const assets = join(root, 'assets')
  const inFolders = await Promise.all([work, join(assets, 'uploads'), join(assets, 'incoming')].map(entriesOf))
  const inUse = new Set((await readdir(work).catch(() => [])).filter(isOfLiveProcess).map((name) => join(work, name)))
  const folders = ['chunks', 'renders', 'assets', 'images'].map((name) => join(root, name))
  const sharedFolder = shared && isAbsolute(shared.address) ? ['chunks', 'renders', 'assets'].map((name) => join(shared.address, name)) : []
  const unfinished = await Promise.all([...folders, ...sharedFolder].map(unfinishedIn))
  const candidates = [...inFolders, ...unfinished].flat().filter((path) => !inUse.has(path))
  const idle = candidates.map(async (path) => {
    const { bytes, changedMs } = await measure(path)
    return now.getTime() - changedMs > idleMs ? [{ path, bytes }] : []
  })
  return (await Promise.all(idle)).flat()
}

export async function removeLeftover({ path }: Leftover): Promise<void> {
  await rm(path, { recursive: true, force: true })
}

async function entriesOf(folder: string): Promise<readonly string[]> {
  return (await readdir(folder).catch(() => [])).map((name) => join(folder, name))
}

/** Hidden names, and those that end in a UUID, are of files on their way to their own. */
const unfinishedName = /^\.|\.[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

async function unfinishedIn(folder: string): Promise<readonly string[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => [])
  const found = entries.map(async (entry) => {
    const path = join(folder, entry.name)
    if (unfinishedName.test(entry.name)) return [path]
    return entry.isDirectory() ? unfinishedIn(path) : []
  })
  return (await Promise.all(found)).flat()
}

/** Of a file, or of all in a folder. What vanishes meanwhile is of now. */
async function measure(path: string): Promise<{ readonly bytes: number; readonly changedMs: number }> {
  try {
    const info = await lstat(path)
    if (!info.isDirectory()) return { bytes: info.size, changedMs: info.mtimeMs }
    const parts = await Promise.all((await entriesOf(path)).map(measure))
    return { bytes: parts.reduce((sum, { bytes }) => sum + bytes, 0), changedMs: Math.max(info.mtimeMs, ...parts.map(({ changedMs }) => changedMs)) }
  } catch {
    return { bytes: 0, changedMs: Date.now() }
  }
}
