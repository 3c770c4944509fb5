import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeEach, expect } from 'vitest'
import { processTree } from '../../src/shared/process-tree.ts'

// Whatever a test starts or makes is gone when it ends: processes, temporary folders; and Node has nothing to warn of.
// What all tests of a file have in common is there before each of them, with what it starts for them, and gone when the file ends.

// A temporary folder of its own, so that nobody else's files are taken for leaks.
const ownTmp = mkdtempSync(join(tmpdir(), 'framefarm-test-run-'))
process.env['TMPDIR'] = ownTmp
afterAll(() => {
  // The last hook of a file, for it is the first that was set.
  const processes = childProcesses().map(({ pid, command }) => `${pid} ${command}`)
  const folders = temporaryFolders()
  rmSync(ownTmp, { recursive: true, force: true })
  expect({ processes, folders }).toEqual({ processes: [], folders: [] })
})

const warnings: Error[] = []
process.on('warning', (warning) => warnings.push(warning))

let before: { readonly processes: ReadonlySet<number>; readonly folders: ReadonlySet<string> }

beforeEach(() => {
  warnings.length = 0
  before = { processes: new Set(childProcesses().map(({ pid }) => pid)), folders: new Set(temporaryFolders()) }
})

afterEach(() => {
  const processes = childProcesses().filter(({ pid, parent }) => !before.processes.has(pid) && !before.processes.has(parent))
  const folders = temporaryFolders().filter((name) => !before.folders.has(name))
  expect({
    processes: processes.map(({ pid, command }) => `${pid} ${command}`),
    folders,
    warnings: warnings.map(String),
  }).toEqual({ processes: [], folders: [], warnings: [] })
})

function childProcesses() {
  // A process that is just ending has no command any more.
  return processTree(process.pid).filter(({ pid, command }) => pid !== process.pid && command !== '')
}

/** But those of vitest's workers, and what PulseAudio makes for a user whose first browser plays a sound. */
function temporaryFolders(): readonly string[] {
  return [...readdirSync(tmpdir()).filter((name) => !/^(?:framefarm-test-|pulse-)/.test(name)), ...foldersInMemory()]
}

/** Of this process; others may be rendering beside it. */
function foldersInMemory(): readonly string[] {
  const parent = `/dev/shm/framefarm-${process.getuid?.()}`
  return existsSync(parent) ? readdirSync(parent).filter((name) => name.includes(`.${process.pid}.`)) : []
}
