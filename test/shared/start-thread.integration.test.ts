import { execFile } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

const program = join(import.meta.dirname, '../fixtures/programs/start-threads.ts')

type Said = { readonly cache: string | null; readonly said: readonly { readonly cache: string | null; readonly hasTypescript: boolean }[] }

async function startThreads(folder: readonly string[]): Promise<Said> {
  const { NODE_COMPILE_CACHE: _, ...env } = process.env
  const { stdout } = await promisify(execFile)(process.execPath, [program, ...folder], { env })
  return JSON.parse(stdout) as Said
}

describe('a thread of this program', () => {
  let folder: string
  beforeAll(async () => void (folder = await mkdtemp(join(tmpdir(), 'framefarm-threads-'))))
  afterAll(() => rm(folder, { recursive: true, force: true }))

  it('takes its modules from the cache of the process, and puts them there where they are new', async () => {
    const { cache, said } = await startThreads([folder])
    expect(cache).toContain(folder)
    expect(said).toEqual([
      { cache, hasTypescript: true },
      { cache, hasTypescript: false },
    ])
  })

  it('does without where the process has none', async () => {
    const { cache, said } = await startThreads([])
    expect(cache).toBeNull()
    expect(said.map((one) => one.cache)).toEqual([null, null])
  })
})
