import { describe, expect, it } from 'vitest'
import { frameTimeMs as frameTimeOfRenderer } from '../../src/plan/timeline.ts'
import type { ReadyState } from '../../src/server/preview-state.ts'

type FilmClock = {
  readonly frameTimeMs: (frame: number, fps: ReadyState['fps']) => number
  readonly sceneIndexAt: (film: Pick<ReadyState, 'scenes'>, frame: number) => number
  readonly timeText: (timeMs: number) => string
  readonly shortTimeText: (timeMs: number) => string
}

// The page's scripts are plain JavaScript, checked by tsconfig.page.json; here their types are said once more.
const clockPath = '../../src/server/preview/film-clock.js'
const { frameTimeMs, sceneIndexAt, timeText, shortTimeText } = (await import(clockPath)) as FilmClock

describe("the preview page's clock", () => {
  it.each([
    { num: 30, den: 1 },
    { num: 30_000, den: 1001 },
    { num: 24, den: 1 },
  ])('has the very times of the renderer at $num/$den', (fps) => {
    for (let frame = 0; frame < 5000; frame++) expect(frameTimeMs(frame, fps)).toBe(frameTimeOfRenderer(frame, fps))
  })

  it('knows which scene a frame is in', () => {
    const scene = { number: 1, name: '', template: '', page: '', thumbnail: '', transition: null, captions: [], camera: null }
    const film = { scenes: [{ ...scene, from: 0, to: 10 }, { ...scene, from: 10, to: 11 }, { ...scene, from: 11, to: 40 }] } // prettier-ignore
    expect([0, 9, 10, 11, 39, 40].map((frame) => sceneIndexAt(film, frame))).toEqual([0, 0, 1, 2, 2, 2])
  })

  it.each([
    [0, '0:00.000', '0:00'],
    [33.333, '0:00.033', '0:00.033'],
    [999.6, '0:01.000', '0:01'],
    [75_500, '1:15.500', '1:15.5'],
    [600_000, '10:00.000', '10:00'],
  ])('writes %d ms as %s, or %s for short', (timeMs, text, short) => {
    expect([timeText(timeMs), shortTimeText(timeMs)]).toEqual([text, short])
  })
})
