/** A caption's style with nothing left open. Lengths within the text are in font sizes. */
export type CaptionStyle = {
  readonly position: 'top' | 'middle' | 'bottom'
  readonly align: 'left' | 'centre' | 'right'
  readonly safeArea: Readonly<Record<Side, Margin>>
  /** A family's name, or a generic one. */
  readonly font: string
  readonly weight: number
  /** Of the frame's shorter side. */
  readonly size: number
  readonly lineHeight: number
  readonly colour: string
  readonly outline: Outline | null
  readonly shadow: Shadow | null
  readonly box: Box | null
  readonly maxLines: number
  readonly upperCase: boolean
  readonly highlight: Highlight | null
}

type Side = 'top' | 'right' | 'bottom' | 'left'
/** A fraction of the frame's width (left, right) or height, or pixels as `48px`. */
export type Margin = number | string
export type Outline = { readonly colour: string; readonly width: number }
export type Shadow = { readonly colour: string; readonly x: number; readonly y: number; readonly blur: number }
export type Box = { readonly colour: string; readonly padding: number; readonly radius: number }

/** How the word that is spoken differs from the others. */
export type Highlight = {
  /** null: the text's own */
  readonly colour: string | null
  readonly box: Box | null
  readonly scale: number
  readonly reveal: boolean
}
