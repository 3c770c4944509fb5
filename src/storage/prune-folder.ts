import { readdir, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { FramefarmError } from '../shared/errors.ts'

const variable = 'FRAMEFARM_CACHE_MB'
const standardMb = 8192

/** How much the data folder may hold between renders, in bytes. @throws TOOL_SETTING_WRONG */
export function cacheBytesFromEnvironment(): number {
  const text = process.env[variable]
  if (text === undefined || text === '') return standardMb * 1e6
  const megabytes = text.trim() === '' ? Number.NaN : Number(text)
  if (Number.isFinite(megabytes) && megabytes >= 0) return megabytes * 1e6
  throw new FramefarmError('TOOL_SETTING_WRONG', `${variable} is ${text}; it must be a number of megabytes`)
}

/** Removes the files that were used longest ago until the rest fits in `maxBytes`. Files that vanish meanwhile are no matter. */
export async function pruneFolders(folders: readonly string[], maxBytes: number): Promise<void> {
  const files = (await Promise.all(folders.map(filesIn))).flat().toSorted((a, b) => b.usedMs - a.usedMs)
  let kept = 0
  for (const { path, bytes } of files) {
    kept += bytes
    if (kept > maxBytes) await rm(path, { force: true })
  }
}

async function filesIn(folder: string): Promise<readonly { path: string; bytes: number; usedMs: number }[]> {
  const names = await readdir(folder).catch(() => [])
  const facts = names.map(async (name) => {
    const path = join(folder, name)
    const info = await stat(path).catch(() => null)
    return info?.isFile() ? [{ path, bytes: info.size, usedMs: info.mtimeMs }] : []
  })
  return (await Promise.all(facts)).flat()
}
