import { setImmediate as turn } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { gpuSessionsFromEnvironment, inGpuSession } from '../../src/encoder/gpu-sessions.ts'

/** Ten encodes that go on until they are let go. @returns how many of them have begun */
async function begunOfTen(device: 'gpu' | 'cpu'): Promise<number> {
  const { promise, resolve } = Promise.withResolvers<void>()
  let begun = 0
  const all = Array.from({ length: 10 }, () =>
    inGpuSession({ device }, async () => {
      begun++
      await promise
    }),
  )
  await turn()
  const first = begun
  resolve()
  await Promise.all(all)
  expect(begun).toBe(10)
  return first
}

describe('sessions of a card', () => {
  it('are four at once, and the next encode begins when one is over', async () => {
    expect(await begunOfTen('gpu')).toBe(4)
  })

  it('do not hold up encodes on the processor', async () => {
    expect(await begunOfTen('cpu')).toBe(10)
  })

  it('are free again after an encode that failed', async () => {
    const failing = Array.from({ length: 8 }, () => inGpuSession({ device: 'gpu' }, () => Promise.reject(new Error('out of memory (10)'))))
    expect((await Promise.allSettled(failing)).every(({ status }) => status === 'rejected')).toBe(true)
    expect(await begunOfTen('gpu')).toBe(4)
  })

  it.each(['0', '-1', '1.5', 'many', ''])('%j is no number of them', (text) => {
    expect(() => gpuSessionsFromEnvironment({ FRAMEFARM_NVENC_SESSIONS: text })).toThrow(/FRAMEFARM_NVENC_SESSIONS/)
  })

  it('can be set', () => {
    expect(gpuSessionsFromEnvironment({ FRAMEFARM_NVENC_SESSIONS: '2' })).toBe(2)
  })
})
