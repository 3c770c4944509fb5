import { afterAll, expect } from 'vitest'
import type { FilmMatchOptions } from '../match/match-film.ts'
import type { FrameMatchOptions } from '../match/match-frame.ts'
import { framesOf, type FilmFrames, type FrameTime } from '../match/film-frames.ts'
import { closeFrames } from '../match/match-picks.ts'
import { toMatchFilm, toMatchFrame } from './matchers.ts'

export { framesOf }
export type { FilmFrames, FilmMatchOptions, FrameMatchOptions, FrameTime }
export type { FilmFrame } from '../match/film-frames.ts'

declare module 'vitest' {
  // The parameters have to be those of vitest's own declaration.
  interface Matchers<R extends void | Promise<void> = void | Promise<void>, T = unknown> {
    /** Holds one frame, `framesOf('film.json').at('50%')`, against its baseline. */
    toMatchFrame: (options?: FrameMatchOptions) => Promise<void>
    /** Holds the frames that its picks name (by default of every scene, transition and caption) against their baselines. */
    toMatchFilm: (options?: FilmMatchOptions) => Promise<void>
  }
}

expect.extend({ toMatchFrame, toMatchFilm })
// Chromium stays warm from one test to the next, and ends with their file.
afterAll(closeFrames)

/** What can be expected of a film's frames. */
export type FrameExpectation = {
  /** @throws (rejects with) an assertion error that names every frame which is not as approved, and where its pictures are */
  readonly toMatchFilm: (options?: FilmMatchOptions) => Promise<void>
  /** @param when seconds, or a part of the film such as `50%` */
  readonly at: (when: FrameTime) => { readonly toMatchFrame: (options?: FrameMatchOptions) => Promise<void> }
}

/**
 * `await expectFrames('film.json').toMatchFilm()`, `await expectFrames('film.json').at('50%').toMatchFrame()`.
 * @param film an address, or a path from the folder of the test file
 */
export function expectFrames(film: string | URL): FrameExpectation {
  const frames = framesOf(film)
  return {
    toMatchFilm: (options) => expect(frames).toMatchFilm(options),
    at: (when) => ({ toMatchFrame: (options) => expect(frames.at(when)).toMatchFrame(options) }),
  }
}
