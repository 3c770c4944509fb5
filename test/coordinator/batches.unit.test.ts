import { describe, expect, it } from 'vitest'
import { Batches } from '../../src/coordinator/batches.ts'

describe('Batches', () => {
  it('does the first at once, and all that come meanwhile together, in their order and not too many', async () => {
    const done: (readonly number[])[] = []
    const batches = new Batches(async (items: readonly number[]) => {
      done.push(items)
      return items.map((item) => item * 2)
    }, 3)
    expect(await Promise.all([1, 2, 3, 4, 5].map((item) => batches.add(item)))).toEqual([2, 4, 6, 8, 10])
    expect(done).toEqual([[1], [2, 3, 4], [5]])
    expect(await batches.add(6)).toBe(12)
  })

  it('gives each its own refusal', async () => {
    const batches = new Batches(async (items: readonly number[]) => items.map((item) => (item > 1 ? new Error(`not ${item}`) : item)), 10)
    const settled = await Promise.allSettled([1, 2, 1].map((item) => batches.add(item)))
    expect(settled.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled'])
    expect(settled[1]).toMatchObject({ reason: { message: 'not 2' } })
  })

  it('does each alone where a batch fails, so that only what is at fault is refused', async () => {
    const batches = new Batches(async (items: readonly number[]) => {
      if (items.includes(3)) throw new Error('three')
      return items
    }, 10)
    const settled = await Promise.allSettled([1, 2, 3, 4].map((item) => batches.add(item)))
    expect(settled.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled', 'rejected', 'fulfilled'])
    expect(await batches.add(5)).toBe(5)
  })
})
