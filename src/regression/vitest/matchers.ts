import { dirname } from 'node:path'
import { chai, type MatcherResult, type MatcherState } from 'vitest'
import type { FilmFrame, FilmFrames } from '../match/film-frames.ts'
import type { FrameMatch } from '../match/frame-match.ts'
import { matchFilm, type FilmMatchOptions } from '../match/match-film.ts'
import { matchFrame, type FrameMatchOptions } from '../match/match-frame.ts'
import type { MatchOptions } from '../match/match-picks.ts'

type Matching = (place: MatchOptions) => Promise<FrameMatch>

/** @throws FramefarmError where the film cannot be drawn */
export function toMatchFrame(this: MatcherState, frame: FilmFrame, options: FrameMatchOptions = {}): MatcherResult {
  return match(this, 'toMatchFrame', (place) => matchFrame(frame, { ...place, ...options }))
}

/** @throws FramefarmError where the film cannot be drawn */
export function toMatchFilm(this: MatcherState, film: FilmFrames, options: FilmMatchOptions = {}): MatcherResult {
  return match(this, 'toMatchFilm', (place) => matchFilm(film, { ...place, ...options }))
}

async function match(state: MatcherState, name: string, matching: Matching): Promise<{ readonly pass: boolean; readonly message: () => string }> {
  // Taken before anything is awaited: who has called is in no stack afterwards.
  const called = new Error(name)
  const { isNot, testPath, task, snapshotState } = state
  if (isNot) throw new TypeError(`${name} cannot be used with .not: what a frame should not look like is no picture`)
  const found = await matching({
    update: snapshotState.snapshotUpdateState,
    updateHint: 'run vitest with -u',
    ...(testPath === undefined ? {} : { from: dirname(testPath) }),
    ...(task === undefined ? {} : { signal: task.context.signal }),
  })
  // Vitest counts them into the line `Snapshots` of its summary.
  if (task) {
    for (const count of ['added', 'updated', 'matched', 'unmatched'] as const) {
      for (let frame = 0; frame < found[count]; frame++) snapshotState[count].increment(task.id)
    }
  }
  if (!found.pass) throw failure(found.message(), called, state)
  return found
}

/** Vitest shows the line of the test that the stack leads to. An error that it would make of a result, after waiting for it, has none. */
function failure(text: string, called: Error, { assertion }: MatcherState): Error {
  const own = chai.util.flag(assertion, 'message') as string | undefined
  const message = own === undefined ? text : `${own}: ${text}`
  const frames = called.stack?.slice(called.stack.indexOf('\n')) ?? ''
  return Object.assign(new Error(message), { name: 'AssertionError', stack: `AssertionError: ${message}${frames}` })
}
