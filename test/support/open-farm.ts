import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, onTestFinished } from 'vitest'
import type { LeaseSource } from '../../src/api/leases.ts'
import { localAccount, openCoordinator, type Coordinator, type CoordinatorOptions } from '../../src/coordinator/open-coordinator.ts'
import { openEngine, type Engine } from '../../src/engine/open-engine.ts'
import { placeDatabase } from './prepared-database.ts'

type FarmSettings = { readonly folder: string } & Partial<CoordinatorOptions>

export type OpenFarm = Coordinator & {
  readonly leases: LeaseSource
  readonly engine: Engine
  readonly folder: string
  readonly stop: () => Promise<void>
}

/** A folder that is gone when the test ends. */
export function dataFolder(): string {
  const folder = newFolder()
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

/** A coordinator on a folder, for one test. */
export async function openFarm(settings: FarmSettings): Promise<OpenFarm> {
  const farm = await startFarm(settings)
  onTestFinished(farm.stop)
  return farm
}

/** One coordinator for all tests of a file. To be called beside them, not within one. */
export function sharedFarm(settings: Partial<CoordinatorOptions> = {}): () => OpenFarm {
  let farm: OpenFarm | undefined
  beforeAll(async () => {
    farm = await startFarm({ folder: newFolder(), ...settings })
  })
  afterAll(async () => {
    await farm?.stop()
    if (farm) rmSync(farm.folder, { recursive: true, force: true })
  })
  return () => {
    if (!farm) throw new Error('the farm is opened before the first test')
    return farm
  }
}

/** Failures are repeated at once. */
async function startFarm({ folder, ...settings }: FarmSettings): Promise<OpenFarm> {
  const errors: unknown[] = []
  await placeDatabase(join(folder, 'database'))
  const engine = await openEngine(`pglite:${join(folder, 'database')}`)
  const usual = { rendersFolder: join(folder, 'renders'), backoffSeconds: 0, onError: (error: unknown) => errors.push(error) }
  const coordinator = await openCoordinator({ engine, ...usual, ...settings })
  let stopped: Promise<void> | undefined
  const stop = async () => {
    await coordinator.close()
    await engine.close()
    if (errors.length > 0) throw new AggregateError(errors, 'something failed in the background')
  }
  return { ...coordinator, leases: coordinator.leasesOf(localAccount), engine, folder, stop: () => (stopped ??= stop()) }
}

function newFolder(): string {
  return mkdtempSync(join(tmpdir(), 'framefarm-test-engine-'))
}
