import { expect, test, vi } from 'vitest'
import { sharedFarm } from '../support/open-farm.ts'
import { plannedRender } from '../support/planned-render.ts'

const open = sharedFarm()
const soon = { timeout: 10_000, interval: 100 }

test('the speed of the farm is that of chunks that were rendered, and not of those that were there already', async () => {
  const { worker, farm, leases } = await plannedRender(open(), 2)
  const complete = async (method: string, seconds: number) => {
    const lease = (await worker.lease()) ?? expect.unreachable()
    expect(await leases.complete(lease, { type: 'chunk', method, seconds })).toBe(true)
  }
  await complete('reused', 0.001)
  await complete('layers', 2)
  await vi.waitFor(async () => expect((await farm.load()).framesPerSecond).not.toBeNull(), soon)
  expect((await farm.load()).framesPerSecond).toBe(30)
})
