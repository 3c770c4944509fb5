import { readFile } from 'node:fs/promises'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { findPrefault, withPrefault } from '../../src/browser/prefault/find-prefault.ts'
import { hashOfBytes } from '../../src/shared/hash.ts'
import { processGroup } from '../../src/shared/process-tree.ts'
import { noSignal, testSlot } from '../support/capture.ts'
import { fixtureSite } from '../support/fixture-site.ts'
import { tempFolder } from '../support/temp-folder.ts'

const size = { width: 1920, height: 1080 }
const drawnFrames = 5
const isBuilt = 'library' in findPrefault()
const hugePages = await readFile('/sys/kernel/mm/transparent_hugepage/enabled', 'utf8').catch(() => '')

/** Page faults of a process so far that needed no disk, by /proc: the eighth field after the bracket that ends its name. */
async function faultsOf(pid: number): Promise<number> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8')
  return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[7])
}

type Drawn = { readonly hashes: readonly string[]; readonly faultsPerFrame: number; readonly programs: number; readonly withLibrary: number }

/** Frames of a page whose filter covers all of it, and what its compositor's process paid for them. */
async function drawFiltered(): Promise<Drawn> {
  await using slot = testSlot(await tempFolder(), size)
  const page = await slot.page(noSignal)
  await page.open(await fixtureSite('live-effects', {}, size), noSignal)
  const hashOfFrame = async (frame: number) => hashOfBytes(await page.frameAt(frame * 40, noSignal))
  await hashOfFrame(0)
  const programs = processGroup(slot.group ?? 0).filter(({ command }) => command.includes('--type='))
  const compositor = programs.find(({ command }) => command.includes('--type=gpu-process'))?.pid ?? 0
  const before = await faultsOf(compositor)
  const hashes: string[] = []
  for (let frame = 1; frame <= drawnFrames; frame++) hashes.push(await hashOfFrame(frame))
  const maps = await Promise.all(programs.map(({ pid }) => readFile(`/proc/${pid}/maps`, 'utf8')))
  const withLibrary = maps.filter((map) => map.includes('/prefault.so')).length
  return { hashes, faultsPerFrame: ((await faultsOf(compositor)) - before) / drawnFrames, programs: programs.length, withLibrary }
}

afterEach(() => void vi.unstubAllEnvs())

describe('the library that takes memory whole', () => {
  it.skipIf(!isBuilt)('is in every process of a Chromium, and no pixel differs by it (skipped where no C compiler has built it)', async () => {
    const withIt = await drawFiltered()
    expect(withIt.withLibrary).toBe(withIt.programs)
    vi.stubEnv('FRAMEFARM_PREFAULT', 'off')
    const without = await drawFiltered()
    expect(without.withLibrary).toBe(0)
    expect(new Set(without.hashes).size).toBe(drawnFrames)
    expect(withIt.hashes).toEqual(without.hashes)
    // Pages that are filled ahead count as well, so only the huge ones show; a system that gives them to all programs or to none shows nothing.
    if (hugePages.includes('[madvise]')) expect(withIt.faultsPerFrame).toBeLessThan(without.faultsPerFrame * 0.8)
  })

  it('is left out, with the reason, where a user does not want it', () => {
    vi.stubEnv('FRAMEFARM_PREFAULT', 'off')
    expect(findPrefault()).toMatchObject({ fault: 'FRAMEFARM_PREFAULT is off' })
    expect(withPrefault({ PATH: '/bin' })).toEqual({ PATH: '/bin' })
  })

  it.skipIf(!isBuilt)('stands beside what a process preloads already (skipped where no C compiler has built it)', () => {
    const library = expect.stringMatching(/\/prefault\.so$/)
    expect(withPrefault({ PATH: '/bin' })).toEqual({ PATH: '/bin', LD_PRELOAD: library })
    expect(withPrefault({ LD_PRELOAD: '/lib/other.so' })).toEqual({ LD_PRELOAD: expect.stringMatching(/\/prefault\.so:\/lib\/other\.so$/) })
  })
})
