import type { Fault } from '../film/fault.ts'

// What the preview page is told, as JSON. The page's own scripts take their types from here, so nothing of Node may come in.

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
  readonly thumbnail: string
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
  /** Address of the film's sound; null where there is none. */
  readonly sound: string | null
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
