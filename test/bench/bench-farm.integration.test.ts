import { join } from 'node:path'
import { expect, test } from 'vitest'
import { benchFarm } from '../../src/bench/farm/bench-farm.ts'
import { farmCells, farmFacts } from '../../src/bench/farm/farm-table.ts'
import { handOutsOf } from '../../src/bench/farm/hand-outs.ts'
import type { SleptLease } from '../../src/bench/farm/sleeping-worker.ts'
import { tempFolder } from '../support/temp-folder.ts'

test('the benchmark of a farm has every film done by workers that sleep, and counts what was lost or done twice', async () => {
  const folder = await tempFolder()
  const order = { workers: 3, films: 3, scenes: 2, owners: 2, chunkMs: 40, taskMs: 10 }
  const result = await benchFarm({ url: `pglite:${join(folder, 'database')}`, name: 'PGlite', pid: null }, order)
  expect(result).toMatchObject({ leases: 12, lostChunks: 0, doubledChunks: 0, unfinishedFilms: 0, databaseCpuSeconds: null })
  expect(result.handOutOf).toMatchObject({ prepare: { count: 3 }, chunk: { count: 6 }, finish: { count: 3 } })
  expect(farmCells(result)[1]).toMatchObject(['work is handed out', '12', expect.stringMatching(/ms$/), expect.anything(), expect.anything()])
  expect(farmFacts(result)).toContain('lost chunks 0, doubled chunks 0, films that did not end 0')
})

test('a hand-out counts from when both the work and a worker for it were there', () => {
  const slept = (type: 'prepare' | 'finish', askedMs: number, leasedMs: number) =>
    ({ lease: { renderId: 'a', task: { type } }, askedMs, leasedMs, answeredMs: leasedMs + 10 }) as unknown as SleptLease
  const outs = handOutsOf([slept('prepare', 0, 130), slept('finish', 200, 205)], new Map([['a', 100]]))
  expect(outs).toEqual([
    { type: 'prepare', ms: 30 },
    { type: 'finish', ms: 5 },
  ])
})
