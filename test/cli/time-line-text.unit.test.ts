import { expect, it } from 'vitest'
import { timeLineText } from '../../src/cli/time-line-text.ts'

it('the time line has a line for each scene, with the transition into it', () => {
  const entries = [
    { scene: 1, name: 'clock.jpg', startS: 0, durationS: 8, transition: null },
    { scene: 2, name: 'a long name.png', startS: 8, durationS: 7.5, transition: { type: 'crossfade', durationS: 1 } },
  ]
  expect(timeLineText(entries)).toBe(`scene      start    length
   1       0.00 s      8.00 s  clock.jpg
   2       8.00 s      7.50 s  a long name.png  crossfade 1.00 s
`)
})
