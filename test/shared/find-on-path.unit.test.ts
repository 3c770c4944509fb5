import { mkdir, symlink, writeFile } from 'node:fs/promises'
import { delimiter, join } from 'node:path'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { findOnPath, isExecutable } from '../../src/shared/find-on-path.ts'
import { tempFolder } from '../support/temp-folder.ts'

afterEach(() => vi.unstubAllEnvs())

async function program(folder: string, name: string, mode = 0o755): Promise<string> {
  await mkdir(folder, { recursive: true })
  await writeFile(join(folder, name), '#!/bin/sh\n', { mode })
  return join(folder, name)
}

describe('findOnPath', () => {
  it('takes the first folder of PATH that has the program', async () => {
    const folder = await tempFolder()
    const first = await program(join(folder, 'a'), 'tool')
    await program(join(folder, 'b'), 'tool')
    vi.stubEnv('PATH', [join(folder, 'none'), join(folder, 'a'), join(folder, 'b')].join(delimiter))
    expect(findOnPath('tool')).toBe(first)
  })

  it('passes over a folder and a file without the right to run that have the name', async () => {
    const folder = await tempFolder()
    await mkdir(join(folder, 'a', 'tool'), { recursive: true })
    await program(join(folder, 'b'), 'tool', 0o644)
    const wanted = await program(join(folder, 'c'), 'tool')
    vi.stubEnv('PATH', ['a', 'b', 'c'].map((name) => join(folder, name)).join(delimiter))
    expect(findOnPath('tool')).toBe(wanted)
  })

  it('never looks in the working folder for an empty part of PATH', () => {
    vi.stubEnv('PATH', `${delimiter}${delimiter}`)
    expect(findOnPath('package.json')).toBeNull()
    expect(findOnPath('bin/framefarm')).toBeNull()
  })

  it('finds nothing where PATH is not set', () => {
    vi.stubEnv('PATH', undefined)
    expect(findOnPath('sh')).toBeNull()
  })

  it('finds a program of this machine', () => {
    expect(findOnPath('sh')).toMatch(/\/sh$/)
  })
})

describe('isExecutable', () => {
  it('is true for a link to a program, and false for one that leads nowhere', async () => {
    const folder = await tempFolder()
    await symlink(await program(folder, 'tool'), join(folder, 'link'))
    await symlink(join(folder, 'none'), join(folder, 'broken'))
    expect(isExecutable(join(folder, 'link'))).toBe(true)
    expect(isExecutable(join(folder, 'broken'))).toBe(false)
    expect(isExecutable('')).toBe(false)
  })
})
