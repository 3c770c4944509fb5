import { setTimeout as sleep } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { allOrStop } from '../../src/shared/all-or-stop.ts'

const never = new AbortController().signal

describe('work side by side', () => {
  it('returns what each piece returns, in their order', async () => {
    const results = await allOrStop<[number, string]>(never, () => [sleep(5).then(() => 1), Promise.resolve('two')])
    expect(results).toEqual([1, 'two'])
  })

  it('is stopped where one piece fails, and throws the first reason when all have ended', async () => {
    let hasEnded = false
    const slow = async (signal: AbortSignal) => {
      await sleep(60_000, undefined, { signal }).catch(() => undefined)
      await sleep(20)
      hasEnded = true
      throw new Error('stopped')
    }
    const failing = sleep(5).then(() => Promise.reject(new Error('the disk is full')))
    await expect(allOrStop(never, (signal) => [slow(signal), failing])).rejects.toThrow('the disk is full')
    expect(hasEnded).toBe(true)
  })

  it('is stopped by the signal that it was given', async () => {
    const stopping = new AbortController()
    const waiting = allOrStop(stopping.signal, (signal) => [sleep(60_000, undefined, { signal })])
    stopping.abort()
    await expect(waiting).rejects.toThrow('aborted')
  })
})
