import { expect, test, vi } from 'vitest'
import { coordinatorOn } from '../support/coordinator-on.ts'
import { eventsOf, statesIn } from '../support/events-of.ts'
import { hasPostgres, startPostgres } from '../support/postgres-server.ts'
import { requestOf } from '../support/render-request.ts'
import { failure, ScriptedWorker } from '../support/scripted-worker.ts'

test.skipIf(!hasPostgres)(
  'two coordinators on one PostgreSQL (where it is installed) hand each piece of work out once, and tell each other’s events',
  async () => {
    await using server = await startPostgres()
    await using one = await coordinatorOn(server.url)
    await using two = await coordinatorOn(server.url)
    const ids: string[] = []
    for (const { farm } of [one, two, one, two]) ids.push((await farm.submit(requestOf(6), null, null)).render.id)
    const listening = eventsOf(two.farm, ids[0] ?? '')
    let chunks = 0
    const crash = () => (chunks++ % 9 === 8 ? failure() : undefined)
    const workers = [one, two, one, two].map(
      ({ leases }, index) => new ScriptedWorker(leases, { id: `worker-${index}`, fail: ({ task }) => (task.type === 'chunk' ? crash() : undefined) }),
    )

    await Promise.all(
      workers.map(async (worker) => {
        for (let lease = await worker.lease(2000); lease; lease = await worker.lease(2000)) expect(await worker.do(lease)).toBe(true)
      }),
    )

    const leased = workers.flatMap(({ leases }) => leases.map(({ id, attempt }) => `${id} ${attempt}`))
    expect(new Set(leased).size).toBe(leased.length)
    for (const id of ids) expect(await one.farm.find(id, null)).toMatchObject({ state: 'succeeded', progress: { framesDone: 360 } })
    // Each coordinator knows of the other's workers.
    await vi.waitFor(
      async () => expect((await one.farm.load()).workers).toMatchObject(workers.map((_worker, index) => ({ id: `far/worker-${index}` }))),
      {
        timeout: 10_000,
      },
    )
    expect(statesIn(await listening)).toEqual(['queued', 'preparing', 'rendering', 'joining', 'mixing', 'succeeded'])
  },
)
