import { expect } from 'vitest'
import { openCoordinator } from '../../src/coordinator/open-coordinator.ts'
import { openEngine } from '../../src/engine/open-engine.ts'

/** A coordinator on any database, for `await using`. Nothing may fail in its background. */
export async function coordinatorOn(databaseUrl: string) {
  const errors: unknown[] = []
  const onError = (error: unknown) => errors.push(error)
  const engine = await openEngine(databaseUrl, onError)
  const coordinator = await openCoordinator({ engine, rendersFolder: '/nowhere', backoffSeconds: 0, onError })
  const end = async () => {
    await coordinator.close()
    await engine.close()
    expect(errors).toEqual([])
  }
  return { ...coordinator, leases: coordinator.leasesOf('far'), [Symbol.asyncDispose]: end }
}
