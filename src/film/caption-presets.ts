import type { Box, CaptionStyle, Highlight, Outline, Shadow } from './caption-style.ts'

export const captionPresetNames = ['classic', 'boxed', 'karaoke', 'pop', 'boxed-word'] as const
export type CaptionPresetName = (typeof captionPresetNames)[number]

/** What a film gets that asks for an outline, a shadow, a box or a highlight and says no more. */
export const plainParts: { readonly outline: Outline; readonly shadow: Shadow; readonly box: Box; readonly highlight: Highlight } = {
  outline: { colour: '#000000', width: 0.07 },
  shadow: { colour: '#000000a0', x: 0, y: 0.05, blur: 0.12 },
  box: { colour: '#000000b3', padding: 0.35, radius: 0.2 },
  highlight: { colour: null, box: null, scale: 1, reveal: false },
}

/** Title-safe, as television has it: 5 % on every side. */
const safe = 0.05

const classic: CaptionStyle = {
  position: 'bottom',
  align: 'centre',
  safeArea: { top: safe, right: safe, bottom: safe, left: safe },
  font: 'sans-serif',
  weight: 600,
  size: 0.055,
  lineHeight: 1.25,
  colour: '#ffffff',
  outline: plainParts.outline,
  shadow: plainParts.shadow,
  box: null,
  maxLines: 2,
  upperCase: false,
  highlight: null,
}

const loud: CaptionStyle = { ...classic, weight: 800, size: 0.065, outline: { ...plainParts.outline, width: 0.1 } }

export const captionPresets: Readonly<Record<CaptionPresetName, CaptionStyle>> = {
  classic,
  boxed: { ...classic, outline: null, shadow: null, box: plainParts.box },
  karaoke: { ...loud, highlight: { ...plainParts.highlight, colour: '#ffd60a' } },
  pop: {
    ...loud,
    weight: 900,
    size: 0.09,
    upperCase: true,
    highlight: { colour: '#ffe14d', box: null, scale: 1.15, reveal: true },
  },
  'boxed-word': {
    ...loud,
    outline: { ...plainParts.outline, width: 0.05 },
    highlight: { ...plainParts.highlight, colour: '#ffffff', box: { colour: '#e11d48', padding: 0.14, radius: 0.2 } },
  },
}
