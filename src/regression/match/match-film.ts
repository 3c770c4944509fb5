import { readPickWishes } from '../pick/pick-wishes.ts'
import type { FilmFrames, FrameTime } from './film-frames.ts'
import type { FrameMatch } from './frame-match.ts'
import { matchPicks, type MatchOptions } from './match-picks.ts'

/** Where neither is said: the usual frames of every scene, and those of chosen times that have baselines. */
export type FilmMatchOptions = MatchOptions & {
  /** Frames at these times. */
  readonly at?: readonly FrameTime[]
  /** The usual frames of these scenes, counted from 1: `[1, '3-5']`. */
  readonly scenes?: readonly (number | `${number}-${number}`)[]
}

/**
 * Holds the frames of a film that show what can go wrong in it against their baselines.
 * @throws USAGE for times and scenes that the film does not have; as matchPicks
 */
export async function matchFilm({ film }: FilmFrames, { at = [], scenes = [], ...options }: FilmMatchOptions = {}): Promise<FrameMatch> {
  const lists = { ...(at.length > 0 ? { at: at.join(',') } : {}), ...(scenes.length > 0 ? { scenes: scenes.join(',') } : {}) }
  return matchPicks(film, readPickWishes(lists), options)
}
