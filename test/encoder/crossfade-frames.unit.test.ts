import { describe, expect, it } from 'vitest'
import { crossfadeFrames, middleFrame } from '../../src/encoder/crossfade-frames.ts'
import type { Output } from '../../src/film/film.ts'

const output: Output = { width: 320, height: 180, fps: { num: 30, den: 1 }, quality: 'standard', codec: 'h264' }
const stills = { first: 'first.png', middle: 'middle.png', last: 'last.png' }

function partsOf(sceneFrames: number, from: number, to: number) {
  const { graph, inputs } = crossfadeFrames(stills, sceneFrames, { from, to }, output)
  return {
    stills: inputs.map((input) => input.from),
    frames: [...graph.matchAll(/stop=(\d+),/g)].map(([, more]) => Number(more) + 1),
    /** In frames. */
    fades: [...graph.matchAll(/duration=([\d.]+):offset=(-?[\d.]+)/g)].map(([, duration, offset]) =>
      [duration, offset].map((value) => Math.round(Number(value) * 10_000)),
    ),
    graph,
  }
}

describe('crossfadeFrames', () => {
  it('has both fades in a chunk of the whole scene, each over half of it', () => {
    const { stills: used, frames, fades, graph } = partsOf(101, 0, 101)
    expect(used).toEqual(['first.png', 'middle.png', 'middle.png', 'last.png'])
    expect(frames).toEqual([51, 51, 50, 50])
    // Frame 51 is the first of the second part, and one frame into its fade.
    expect(fades).toEqual([
      [50, 0],
      [50, -1],
    ])
    expect(graph).toMatch(/concat=n=2,settb=1\/30,setpts=N$/)
  })

  it('has only what a chunk shows, begun as long before it as the fade has gone on', () => {
    expect(partsOf(101, 20, 30)).toMatchObject({ stills: ['first.png', 'middle.png'], frames: [10, 10], fades: [[50, -20]] })
    expect(partsOf(101, 60, 101)).toMatchObject({ stills: ['middle.png', 'last.png'], frames: [41, 41], fades: [[50, -10]] })
    expect(partsOf(101, 45, 60)).toMatchObject({ frames: [6, 6, 9, 9] })
  })

  it.each([1, 2, 3, 4, 100, 432_000])('never fades longer than xfade can, nor for no time, in a scene of %i frames', (frames) => {
    for (const [length = 0] of partsOf(frames, Math.max(0, frames - 240), frames).fades) {
      expect(length).toBeGreaterThan(0)
      expect(length / 10_000).toBeLessThanOrEqual(60)
    }
  })

  it('shows the middle still alone in the middle frame', () => {
    expect([1, 2, 3, 4, 101].map(middleFrame)).toEqual([0, 1, 1, 2, 50])
  })
})
