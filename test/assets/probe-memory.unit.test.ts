import { rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { ProbeMemory } from '../../src/assets/probe-memory.ts'
import { tempFolder } from '../support/temp-folder.ts'

describe('what was found in a file', () => {
  it('is remembered until the file is written, apart for each kind of look', async () => {
    const path = join(await tempFolder(), 'sound.wav')
    await writeFile(path, '1')
    const memory = new ProbeMemory()
    let looks = 0
    const look = async () => ++looks
    expect([await memory.recall(['sound'], path, look), await memory.recall(['sound'], path, look)]).toEqual([1, 1])
    expect(await memory.recall(['image'], path, look)).toBe(2)
    await writeFile(path, '22')
    expect(await memory.recall(['sound'], path, look)).toBe(3)
  })

  it('is not remembered where the look has failed, or the file is not there', async () => {
    const path = join(await tempFolder(), 'sound.wav')
    await writeFile(path, '1')
    const memory = new ProbeMemory()
    const failing = async () => Promise.reject(new Error('no sound'))
    await expect(memory.recall(['sound'], path, failing)).rejects.toThrow('no sound')
    expect(await memory.recall(['sound'], path, async () => 7)).toBe(7)
    await rm(path)
    expect(await memory.recall(['sound'], path, async () => 8)).toBe(8)
  })
})
