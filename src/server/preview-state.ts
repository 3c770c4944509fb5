import type { Fault } from '../film/fault.ts'

// What the preview page is told, as JSON. The page's own scripts take their types from here, so nothing of Node may come in.

/** The part of a photograph that fills the frame, in parts of its width and height; how high it is follows from the frame. */
type Rectangle = { readonly x: number; readonly y: number; readonly width: number }

/** The move over a photograph that fills the frame. */
export type PreviewCamera = {
  /** Address of the photograph. */
  readonly photograph: string
  /** Its width by its height. */
  readonly ratio: number
  readonly from: Rectangle
  readonly to: Rectangle
  readonly easing: string
}

/** One scene; `from` and `to` count frames from the film's start, addresses are relative to the preview page. */
export type PreviewScene = {
  /** From 1, as people count. */
  readonly number: number
  /** What the film calls its image. */
  readonly name: string
  readonly template: string
  readonly from: number
  readonly to: number
  readonly page: string
  /** null where the scene has no image. */
  readonly thumbnail: string | null
  /** From the scene before into this one, in the first frames of this one. */
  readonly transition: { readonly type: string; readonly frames: number } | null
  /** Frames count from the film's start. */
  readonly captions: readonly { readonly from: number; readonly to: number; readonly text: string }[]
  /** null where no photograph fills the frame. */
  readonly camera: PreviewCamera | null
}

type LoadingState = { readonly status: 'loading'; readonly filmName: string }

export type ReadyState = {
  readonly status: 'ready'
  readonly filmName: string
  readonly width: number
  readonly height: number
  readonly fps: { readonly num: number; readonly den: number }
  readonly frames: number
  readonly scenes: readonly PreviewScene[]
  /** Addresses of the film's sound and its waves; null where there is none. */
  readonly sound: { readonly file: string; readonly waves: string } | null
  readonly warnings: readonly Fault[]
}

/** The film cannot be rendered as it is. */
export type FaultyState = {
  readonly status: 'faulty'
  readonly filmName: string
  readonly message: string
  readonly hint: string
  /** Empty where the film could not even be read. */
  readonly faults: readonly Fault[]
}

export type PreviewState = LoadingState | ReadyState | FaultyState

/** The film's text, with edits that are in no file yet. */
export type DraftState = {
  /** The JSON as it is written; null where it is none. */
  readonly film: unknown
  readonly isChanged: boolean
  readonly canUndo: boolean
  readonly canRedo: boolean
  /** Whether another program has written the file since. */
  readonly isOvertaken: boolean
  /** A film that came in a request has no file. */
  readonly canBeSaved: boolean
}

/** All that the page is told. */
export type PageState = PreviewState & { readonly draft: DraftState | null }
