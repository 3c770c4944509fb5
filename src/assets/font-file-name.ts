import type { FontStyle } from '../film/film.ts'

/** What the name of a font's file says, as Google Fonts names them. */
export type FontFileName = {
  /** Of its family: without spaces, in small letters. */
  readonly key: string
  /** null for a variable font, which has many. */
  readonly weight: number | null
  readonly style: FontStyle
}

const weights: Readonly<Record<string, number>> = {
  thin: 100,
  extralight: 200,
  light: 300,
  regular: 400,
  '': 400,
  medium: 500,
  semibold: 600,
  bold: 700,
  extrabold: 800,
  black: 900,
}

/** `Open Sans` and `OpenSans` are one family. */
export function familyKey(family: string): string {
  return family.replaceAll(/[\s_]/g, '').toLowerCase()
}

/** `Roboto-BoldItalic.ttf`, `Roboto[wght].ttf`, `Roboto-Italic-VariableFont_wdth,wght.ttf`; null for any other name. */
export function readFontFileName(name: string): FontFileName | null {
  const [, stem = ''] = /^(.+)\.(?:ttf|otf|woff2?)$/i.exec(name) ?? []
  const [, plain = '', axes] = /^(.+?)(\[[\w,]+\]|-VariableFont_[\w,]+)?$/.exec(stem) ?? []
  const [family = '', styleName = '', ...more] = plain.split('-')
  const [, weightName = '', italic] = /^(.*?)(italic)?$/.exec(styleName.toLowerCase()) ?? []
  const weight = weights[weightName]
  if (family === '' || weight === undefined || more.length > 0) return null
  return { key: familyKey(family), weight: axes === undefined ? weight : null, style: italic ? 'italic' : 'normal' }
}
