import { expect, test } from 'vitest'
import { parseWorkId, workId, type Work } from '../../src/coordinator/work-id.ts'

const plan = { renderId: 'rnd_0123456789abcdef', round: 3 }

test('the id of a lease says what it is a lease of', () => {
  const works: readonly Work[] = [
    { ...plan, type: 'prepare' },
    { ...plan, type: 'finish' },
    { ...plan, type: 'chunk', output: 2, chunk: 11 },
  ]
  for (const work of works) expect(parseWorkId(workId(work))).toEqual(work)
})

test('any other text is the id of nothing', () => {
  for (const id of ['', 'rnd_1', 'rnd_1.1', 'rnd_1.1.chunk', 'rnd_1.x.finish', 'rnd_1.1.chunk.0.', "rnd_1'.1.finish", 'rnd_1.1.finish.0.0'])
    expect(parseWorkId(id)).toBeNull()
})
