import { accessSync, constants, statSync } from 'node:fs'
import { delimiter, join } from 'node:path'

/** True where `path` is a file that this user may run. */
export function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK)
    return statSync(path).isFile()
  } catch {
    return false
  }
}

/** The full path of the first program called `name` on PATH, or null. Starts no shell. */
export function findOnPath(name: string): string | null {
  const suffixes = process.platform === 'win32' ? ['.exe', '.cmd', ''] : ['']
  const folders = (process.env['PATH'] ?? '').split(delimiter).filter((folder) => folder !== '')
  const candidates = folders.flatMap((folder) => suffixes.map((suffix) => join(folder, name + suffix)))
  return candidates.find(isExecutable) ?? null
}
