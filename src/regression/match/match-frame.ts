import { readPickWishes } from '../pick/pick-wishes.ts'
import type { FilmFrame } from './film-frames.ts'
import type { FrameMatch } from './frame-match.ts'
import { matchPicks, type MatchOptions } from './match-picks.ts'

export type FrameMatchOptions = MatchOptions

/**
 * Holds one frame against its baseline.
 * @throws USAGE for a time that the film does not have; as matchPicks
 */
export async function matchFrame({ film, when }: FilmFrame, options: FrameMatchOptions = {}): Promise<FrameMatch> {
  return matchPicks(film, readPickWishes({ at: String(when) }), options)
}
