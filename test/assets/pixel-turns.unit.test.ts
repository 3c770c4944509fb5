import { expect, it } from 'vitest'
import { PixelTurns } from '../../src/assets/pixel-turns.ts'

/** Work that goes on until it is told to end, and what of it is under way. */
function workshop(most: number) {
  const turns = new PixelTurns(most)
  const underWay = new Set<number>()
  const begin = (pixels: number) => {
    const { promise, resolve, reject } = Promise.withResolvers<number>()
    const done = turns.run(pixels, async () => {
      underWay.add(pixels)
      return promise.finally(() => underWay.delete(pixels))
    })
    return { done, end: () => resolve(pixels), fail: () => reject(new Error('it is damaged')) }
  }
  const now = async () => {
    await new Promise((resolve) => setImmediate(resolve))
    return [...underWay]
  }
  return { begin, now }
}

it('lets in as many images as have so many pixels together, in the order in which they came', async () => {
  const { begin, now } = workshop(100)
  const [first, second, third, fourth] = [begin(60), begin(40), begin(50), begin(1)]
  // The last one would fit, but is not before its turn.
  expect(await now()).toEqual([60, 40])
  second.end()
  expect(await now()).toEqual([60])
  first.end()
  expect(await now()).toEqual([50, 1])
  third.end()
  fourth.end()
  expect(await Promise.all([first, second, third, fourth].map(({ done }) => done))).toEqual([60, 40, 50, 1])
})

it('lets in alone what has more than that', async () => {
  const { begin, now } = workshop(100)
  const [small, large, next] = [begin(10), begin(500), begin(20)]
  expect(await now()).toEqual([10])
  small.end()
  expect(await now()).toEqual([500])
  large.end()
  expect(await now()).toEqual([20])
  next.end()
  await next.done
})

it('gives the place of what fails to the next', async () => {
  const { begin, now } = workshop(100)
  const [broken, next] = [begin(100), begin(90)]
  broken.fail()
  await expect(broken.done).rejects.toThrow('it is damaged')
  expect(await now()).toEqual([90])
  next.end()
  await next.done
})
