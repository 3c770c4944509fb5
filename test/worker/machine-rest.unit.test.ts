import { setTimeout as sleep } from 'node:timers/promises'
import { describe, expect, it, vi } from 'vitest'
import type { Lease, LeaseSource } from '../../src/api/leases.ts'
import type { MachineFault } from '../../src/api/worker-facts.ts'
import { FramefarmError } from '../../src/shared/errors.ts'
import { runWorker } from '../../src/worker/run-worker.ts'
import type { Workbench } from '../../src/worker/running.ts'
import type { WorkerEvent } from '../../src/worker/worker-events.ts'
import { workerFactsOf } from '../support/worker-facts-of.ts'

const full = new FramefarmError('DISK_FULL', 'no space left')
const { id: _id, slots: _slots, ...capabilities } = workerFactsOf()
const soon = { timeout: 10_000, interval: 5 }

/** A coordinator that always has work, for whoever says of no fault. */
class BusyCoordinator implements LeaseSource {
  readonly faults: (MachineFault | undefined)[] = []
  readonly failures: string[] = []
  asking = 0
  mostAsking = 0
  #count = 0

  lease: LeaseSource['lease'] = async ({ fault }, _waitMs, signal) => {
    this.faults.push(fault)
    if (fault) return null
    this.mostAsking = Math.max(this.mostAsking, ++this.asking)
    await sleep(20, undefined, { signal }).catch(() => undefined)
    this.asking--
    return signal.aborted ? null : this.#next()
  }
  touch = async () => true
  complete = async () => true
  giveBack = async () => true
  fail: LeaseSource['fail'] = async (_lease, { code }) => this.failures.push(code) > 0

  #next(): Lease {
    const film = { version: 1, scenes: [{ image: 'https://photos.example/one.jpg', duration: 2 }] }
    const settings = { method: 'auto', encoder: 'auto' } as const
    return { id: `rnd_1.1.chunk.0.${++this.#count}`, attempt: 0, renderId: 'rnd_1', film, settings, task: { type: 'finish' } }
  }
}

type Wishes = Partial<Pick<Workbench, 'isOver'>> & { readonly restMs?: number }

/** A worker with two slots whose machine works or does not. */
function machine({ restMs = 50, ...wishes }: Wishes = {}) {
  const state = { error: full as unknown, isFull: true, done: 0 }
  const events: WorkerEvent[] = []
  const leases = new BusyCoordinator()
  const bench: Workbench = {
    capabilities: async () => capabilities,
    perform: async () => {
      if (state.isFull) throw state.error
      state.done++
      return { type: 'finish', outputs: [], seconds: 0 }
    },
    isOver: async () => !state.isFull,
    [Symbol.asyncDispose]: async () => undefined,
    ...wishes,
  }
  const listen = (event: WorkerEvent) => void events.push(event)
  const worker = runWorker({ id: 'machine', leases, slots: 2, listen, restMs: (times) => restMs * times }, bench)
  const rests = () => events.flatMap((event) => (event.type === 'resting' ? [event] : []))
  return { state, leases, worker, rests, events, [Symbol.asyncDispose]: () => worker.stop(0) }
}

describe('a worker whose machine cannot work', () => {
  it('says so in place of asking for work, longer each time, and tries one piece at a time', async () => {
    await using farm = machine()
    await vi.waitFor(() => expect(farm.rests().length).toBeGreaterThan(3), soon)
    const { message, code, hint } = full
    expect(farm.rests()[0]).toEqual({ type: 'resting', fault: { code, message, hint }, seconds: 0.05 })
    expect(farm.rests()[2]).toMatchObject({ seconds: 0.15 })
    expect(farm.leases.faults).toContainEqual({ code, message, hint })
    // Both slots had work when it began; since then one has tried.
    expect(farm.leases.failures.length).toBeLessThanOrEqual(farm.rests().length + 1)
    farm.leases.mostAsking = farm.leases.asking
    await vi.waitFor(() => expect(farm.rests().length).toBeGreaterThan(5), soon)
    expect(farm.leases.mostAsking).toBe(1)
  })

  it('works in all its slots again when a piece of work is done', async () => {
    await using farm = machine({ isOver: async () => false })
    await vi.waitFor(() => expect(farm.rests().length).toBeGreaterThan(1), soon)
    farm.state.isFull = false
    await vi.waitFor(() => expect(farm.state.done).toBeGreaterThan(5), soon)
    expect(farm.events).toContainEqual({ type: 'recovered' })
    expect(farm.leases.mostAsking).toBe(2)
    expect(farm.leases.faults.at(-1)).toBeUndefined()
  })

  it('asks again at once when its fault is seen to be over', async () => {
    await using farm = machine({ restMs: 3_600_000 })
    await vi.waitFor(() => expect(farm.rests()).toHaveLength(1), soon)
    farm.state.isFull = false
    await vi.waitFor(() => expect(farm.state.done).toBeGreaterThan(0), soon)
  })

  it('can be stopped while it rests', async () => {
    const { worker, rests } = machine({ restMs: 3_600_000 })
    await vi.waitFor(() => expect(rests()).toHaveLength(1), soon)
    await worker.stop(0)
    await worker.ended
  })

  it.each([
    ['what fails is the work', { isOver: async () => false }, new FramefarmError('TEMPLATE_FAILED', 'its page has an error')],
    ['its work is done on many machines', { isOver: null }, full],
  ])('does not rest where %s', async (_why, wishes, error) => {
    await using farm = machine(wishes)
    farm.state.error = error
    await vi.waitFor(() => expect(farm.leases.failures.length).toBeGreaterThan(3), soon)
    expect(farm.rests()).toEqual([])
  })
})
