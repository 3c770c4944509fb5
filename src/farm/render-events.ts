/** The stages of a render, in order. The sound is mixed while the frames are rendered. */
export type Stage = 'preparing' | 'rendering' | 'joining' | 'checking'

export type RenderEvent =
  | { readonly type: 'stage'; readonly stage: Stage }
  /** `reused` frames came from finished chunks; the others were drawn now. */
  | { readonly type: 'frames'; readonly done: number; readonly reused: number; readonly total: number }
  /** The next of several files is begun. */
  | { readonly type: 'output'; readonly name: string; readonly number: number; readonly total: number }
  | { readonly type: 'warning'; readonly message: string }

export type RenderListener = (event: RenderEvent) => void
