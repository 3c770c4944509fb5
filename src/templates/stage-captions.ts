/** What the stage's page is told of a scene's captions; captions.js has the same types in JSDoc. Times in milliseconds from the scene's start. */
export type StageCaptions = {
  /** A language tag; und where it is not known. */
  readonly language: string
  readonly style: StageCaptionStyle
  readonly cues: readonly StageCue[]
}

export type StageCue = { readonly startMs: number; readonly endMs: number; readonly words: readonly StageWord[] }

/** A word, what stands between it and the next, and when it is spoken. */
type StageWord = { readonly text: string; readonly after: string; readonly startMs: number; readonly endMs: number }

type Box = { readonly colour: string; readonly padding: number; readonly radius: number }

/** Lengths within the text are in font sizes. */
export type StageCaptionStyle = {
  readonly position: 'top' | 'middle' | 'bottom'
  readonly align: 'left' | 'centre' | 'right'
  /** In frame pixels. Nothing is drawn beyond it. */
  readonly safeArea: { readonly left: number; readonly top: number; readonly width: number; readonly height: number }
  /** As CSS has it: families in their order, names in quotes. */
  readonly font: string
  readonly weight: number
  /** In frame pixels; smaller where a text would not fit. */
  readonly fontSize: number
  readonly lineHeight: number
  readonly colour: string
  readonly outline: { readonly colour: string; readonly width: number } | null
  readonly shadow: { readonly colour: string; readonly x: number; readonly y: number; readonly blur: number } | null
  readonly box: Box | null
  readonly maxLines: number
  readonly upperCase: boolean
  readonly highlight: { readonly colour: string | null; readonly box: Box | null; readonly scale: number; readonly reveal: boolean } | null
}
