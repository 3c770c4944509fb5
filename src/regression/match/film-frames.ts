/** When a frame is shown: seconds from the film's start, or a part of its length such as `50%`. */
export type FrameTime = number | `${number}%`

/** One frame of a film. */
export type FilmFrame = { readonly film: string | URL; readonly when: FrameTime }

/** The frames of a film, as a test names them. It holds nothing open: the film is read when it is matched. */
export type FilmFrames = {
  readonly film: string | URL
  readonly at: (when: FrameTime) => FilmFrame
}

/** @param film a path or file: address of a film file; what a relative path starts from is said by whoever matches it */
export function framesOf(film: string | URL): FilmFrames {
  return { film, at: (when) => ({ film, when }) }
}
