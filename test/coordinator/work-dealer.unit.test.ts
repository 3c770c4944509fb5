import { expect, test, vi } from 'vitest'
import type { Lease } from '../../src/api/leases.ts'
import { WakeUp } from '../../src/coordinator/wake-up.ts'
import { WorkDealer } from '../../src/coordinator/work-dealer.ts'
import { workerFactsOf } from '../support/worker-facts-of.ts'

const never = new AbortController().signal

function table(isShort = false) {
  const work: string[] = []
  const given: string[] = []
  const dealt: string[] = []
  const dealer = new WorkDealer({
    claim: async ({ id }) => {
      dealt.push(id)
      await Promise.resolve()
      const next = work.shift()
      return next === undefined ? { held: null, isShort } : { held: { id: next, attempt: 0, renderId: 'rnd' } }
    },
    begin: async ({ id }) => (id === 'unwanted' ? null : ({ id } as Lease)),
    giveBack: async ({ id }) => given.push(id),
  })
  return { dealer, work, given, dealt }
}

/** Deals when it is told to, until the test ends. */
function running({ dealer }: Pick<ReturnType<typeof table>, 'dealer'>) {
  const closing = new AbortController()
  const wakeUp = new WakeUp()
  const ended = dealer.run(wakeUp, closing.signal)
  const end = async () => {
    closing.abort()
    await ended
  }
  return { wakeUp, [Symbol.asyncDispose]: end }
}

test('a hundred that wait cost one look each when they come, and then no more than one when something is new', async () => {
  const { dealer, work, dealt } = table()
  await using coordinator = running({ dealer })
  const waiting = Array.from({ length: 100 }, (_none, index) => dealer.ask(workerFactsOf({ id: `w${index}` }), 60_000, never))
  await vi.waitFor(() => expect(dealt).toHaveLength(100))
  work.push('a', 'b')
  coordinator.wakeUp.wake()
  expect(await Promise.all(waiting.slice(0, 2))).toEqual([{ id: 'a' }, { id: 'b' }])
  expect(dealt.length).toBeLessThanOrEqual(104)
})

test('who holds too much to be given work does not stand for others like it', async () => {
  const { dealer, dealt } = table(true)
  await using coordinator = running({ dealer })
  for (const id of ['a', 'b']) void dealer.ask(workerFactsOf({ id }), 60_000, never)
  await vi.waitFor(() => expect(dealt).toHaveLength(2))
  coordinator.wakeUp.wake()
  await vi.waitFor(() => expect(dealt).toEqual(['a', 'b', 'a', 'b']))
})

test('who will not wait is told at once that there is nothing, after one look', async () => {
  const { dealer, dealt } = table()
  expect(await dealer.ask(workerFactsOf(), 0, never)).toBeNull()
  expect(dealt).toHaveLength(1)
})

test('work for somebody who has gone is given back, and the next one is given other work', async () => {
  const { dealer, work, given } = table()
  work.push('a', 'b')
  const going = new AbortController()
  const gone = dealer.ask(workerFactsOf({ id: 'gone' }), 60_000, going.signal)
  const next = dealer.ask(workerFactsOf({ id: 'next' }), 60_000, never)
  going.abort()
  expect(await gone).toBeNull()
  expect(await next).toEqual({ id: 'b' })
  expect(given).toEqual(['a'])
})

test('who is given something that is not wanted any more is given something else', async () => {
  const { dealer, work } = table()
  work.push('unwanted', 'a')
  expect(await dealer.ask(workerFactsOf(), 60_000, never)).toEqual({ id: 'a' })
})

test('where nothing can be dealt, all who wait are told why', async () => {
  const broken = new WorkDealer({
    claim: () => Promise.reject(new Error('no database')),
    begin: () => Promise.resolve(null),
    giveBack: () => Promise.resolve(),
  })
  const asked = ['a', 'b'].map((id) => broken.ask(workerFactsOf({ id }), 60_000, never))
  expect((await Promise.allSettled(asked)).map(({ status }) => status)).toEqual(['rejected', 'rejected'])
})
