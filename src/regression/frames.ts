// What `framefarm/frames` gives: frames against baselines, for any test framework.
export { framesOf, type FilmFrame, type FilmFrames, type FrameTime } from './match/film-frames.ts'
export type { FrameMatch } from './match/frame-match.ts'
export { matchFilm, type FilmMatchOptions } from './match/match-film.ts'
export { matchFrame, type FrameMatchOptions } from './match/match-frame.ts'
export { closeFrames } from './match/match-picks.ts'
