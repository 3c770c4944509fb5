import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmdirSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import { findOnPath } from '../../src/shared/find-on-path.ts'
import { tempFolder } from './temp-folder.ts'

/** Whether this user may mount a file system; only root may. */
export function canMount(): boolean {
  const folder = mkdtempSync(join(tmpdir(), 'framefarm-test-'))
  try {
    mount(folder)
    unmount(folder)
    return true
  } catch {
    return false
  } finally {
    rmdirSync(folder)
  }
}

/** A folder on a disk of 1 MB, for one test. */
export async function smallDisk(): Promise<string> {
  const folder = await tempFolder()
  mount(folder)
  // Before the folder's own removal: what was registered last goes first.
  onTestFinished(() => unmount(folder))
  return folder
}

function mount(folder: string): void {
  run('mount', ['-t', 'tmpfs', '-o', 'size=1m', 'framefarm-test', folder])
}

function unmount(folder: string): void {
  run('umount', [folder])
}

function run(name: string, args: readonly string[]): void {
  const program = findOnPath(name)
  if (program === null) throw new Error(`${name} is not on PATH`)
  execFileSync(program, args, { stdio: 'ignore' })
}
