import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmdirSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
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
  // Called before the folder's own removal: the last one registered goes first.
  onTestFinished(() => unmount(folder))
  return folder
}

function mount(folder: string): void {
  execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=1m', 'framefarm-test', folder], { stdio: 'ignore' })
}

function unmount(folder: string): void {
  execFileSync('umount', [folder], { stdio: 'ignore' })
}
