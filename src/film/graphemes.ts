/** Made when it is first needed: that takes Node 10 ms, and most films have no text that is split. */
let segmenter: Intl.Segmenter | null = null

/** A text letter by letter as readers count them, a letter with its accents as one. Source: Unicode Standard Annex 29, grapheme clusters. */
export function graphemesOf(text: string): readonly string[] {
  segmenter ??= new Intl.Segmenter('und', { granularity: 'grapheme' })
  return Array.from(segmenter.segment(text), ({ segment }) => segment)
}
