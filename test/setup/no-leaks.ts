import { readdirSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { afterEach, beforeEach, expect } from 'vitest'
import { processTree } from '../../src/shared/process-tree.ts'

// Whatever a test starts or makes is gone when it ends: processes, temporary folders; and Node has nothing to warn of.

const warnings: Error[] = []
process.on('warning', (warning) => warnings.push(warning))

let before: { readonly processes: ReadonlySet<number>; readonly folders: ReadonlySet<string> }

beforeEach(() => {
  warnings.length = 0
  before = { processes: new Set(childProcesses().map(({ pid }) => pid)), folders: new Set(temporaryFolders()) }
})

afterEach(() => {
  const processes = childProcesses().filter(({ pid }) => !before.processes.has(pid))
  const folders = temporaryFolders().filter((name) => !before.folders.has(name))
  expect({
    processes: processes.map(({ pid, command }) => `${pid} ${command}`),
    folders,
    warnings: warnings.map(String),
  }).toEqual({ processes: [], folders: [], warnings: [] })
})

function childProcesses() {
  return processTree(process.pid).filter(({ pid }) => pid !== process.pid)
}

function temporaryFolders(): readonly string[] {
  return readdirSync(tmpdir()).filter((name) => name.startsWith('framefarm-') && !name.startsWith('framefarm-test-'))
}
