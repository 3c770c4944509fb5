import type { CaptionStyle } from './caption-style.ts'
import type { Source } from './film.ts'

/** Something that is shown for a while; times in seconds, from the start of its scene or, in a file, of the film. */
export type Cue = { readonly startS: number; readonly endS: number; readonly words: readonly CueWord[] }

/** A word with what follows it (a space, a line break, nothing), and when it is spoken where that is known. */
export type CueWord = { readonly text: string; readonly after: string; readonly startS: number | null; readonly endS: number | null }

/** What one scene says of its captions. */
export type SceneCaptions = {
  /** Text to be spread evenly, lines with times, or null where the scene has none of its own. */
  readonly content: string | readonly Cue[] | null
  readonly style: CaptionStyle
  /** Where in the film its font is said. */
  readonly fontPointer: string
}

/** What the film says of all captions. */
export type FilmCaptions = {
  readonly source: Source | null
  readonly language: string
  readonly burnIn: boolean
  readonly sidecar: readonly ('srt' | 'vtt')[]
  readonly track: boolean
}
