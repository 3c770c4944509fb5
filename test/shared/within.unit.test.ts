import { getEventListeners } from 'node:events'
import { setTimeout as sleep } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { throwIfCancelled, unlessCancelled, within } from '../../src/shared/within.ts'

const never = new Promise<never>(() => undefined)
const timedOut = () => new Error('time is up')
const calm = () => new AbortController().signal

describe('within', () => {
  it('gives the result of work that ends in time', async () => {
    await expect(within(sleep(5, 'done'), { ms: 5000, signal: calm(), timedOut })).resolves.toBe('done')
  })

  it('throws what the work throws', async () => {
    await expect(within(Promise.reject(new Error('broken')), { ms: 5000, signal: calm(), timedOut })).rejects.toThrow('broken')
  })

  it('throws the error of the time limit when the work takes longer', async () => {
    await expect(within(never, { ms: 5, signal: calm(), timedOut })).rejects.toThrow('time is up')
  })

  it('makes the error of the time limit only when it is needed', async () => {
    const made: string[] = []
    const noted = () => {
      made.push('made')
      return timedOut()
    }
    await within(sleep(1), { ms: 20, signal: calm(), timedOut: noted })
    await sleep(40)
    expect(made).toEqual([])
  })

  it('waits longer than a timer can count', async () => {
    // Timers hold 31 bits of milliseconds; a longer one fires after 1 ms, and Node warns.
    await expect(within(sleep(30, 'done'), { ms: 2 ** 31, signal: calm(), timedOut })).resolves.toBe('done')
  })

  it('ends as cancelled as soon as its signal is aborted', async () => {
    const controller = new AbortController()
    const waiting = within(never, { ms: 5000, signal: controller.signal, timedOut })
    controller.abort()
    await expect(waiting).rejects.toMatchObject({ code: 'CANCELLED', retryable: false })
  })

  it('ends as cancelled when its signal has been aborted before', async () => {
    await expect(within(never, { ms: 5000, signal: AbortSignal.abort(), timedOut })).rejects.toMatchObject({ code: 'CANCELLED' })
  })

  it('keeps the first reason when cancelling comes before the time limit', async () => {
    const controller = new AbortController()
    const ended = within(never, { ms: 10, signal: controller.signal, timedOut }).catch((error: unknown) => error)
    controller.abort()
    await sleep(30)
    expect(await ended).toMatchObject({ code: 'CANCELLED' })
  })

  it('leaves no unhandled rejection when the work fails after the time limit', async () => {
    const unhandled: unknown[] = []
    const note = (reason: unknown) => unhandled.push(reason)
    process.on('unhandledRejection', note)
    const { promise, reject } = Promise.withResolvers<never>()
    await expect(within(promise, { ms: 1, signal: calm(), timedOut })).rejects.toThrow('time is up')
    reject(new Error('too late'))
    await sleep(10)
    process.off('unhandledRejection', note)
    expect(unhandled).toEqual([])
  })

  it('leaves no listener on a signal that lives long, however the work ends', async () => {
    const { signal } = new AbortController()
    for (let call = 0; call < 50; call++) {
      await within(Promise.resolve(call), { ms: 5000, signal, timedOut })
      await within(Promise.reject(new Error('broken')), { ms: 5000, signal, timedOut }).catch(() => undefined)
      await within(never, { ms: 0, signal, timedOut }).catch(() => undefined)
    }
    expect(getEventListeners(signal, 'abort')).toEqual([])
  })
})

describe('unlessCancelled', () => {
  it('waits for the work, and no longer than until it is cancelled', async () => {
    await expect(unlessCancelled(sleep(5, 'done'), calm())).resolves.toBe('done')
    const stopping = new AbortController()
    const waiting = unlessCancelled(never, stopping.signal)
    stopping.abort()
    await expect(waiting).rejects.toThrow(expect.objectContaining({ code: 'CANCELLED' }))
  })
})

describe('throwIfCancelled', () => {
  it('throws only for an aborted signal', () => {
    expect(() => throwIfCancelled(calm())).not.toThrow()
    expect(() => throwIfCancelled(AbortSignal.abort(new Error('by hand')))).toThrow(expect.objectContaining({ code: 'CANCELLED' }))
  })
})
