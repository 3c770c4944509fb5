import type { FontWish } from '../assets/font-face.ts'
import { captionPresets } from '../film/caption-presets.ts'
import type { CueWord } from '../film/captions.ts'
import { pointerOf } from '../film/fault.ts'
import type { Film } from '../film/film.ts'
import type { FilmAssets } from '../assets/gather-assets.ts'

type Text = { readonly pointer: string; readonly text: string }

/** Of every preset; where nothing is drawn in it, it need not be looked for. */
const usualFont = captionPresets.classic.font

/**
 * The fonts that captions are drawn in, with all that is drawn in them: so a font that is not here, or lacks a character, is told before the render.
 * One that the film names is looked for also where it has no captions yet.
 */
export function captionFontWishes({ captions, scenes }: Film, { captions: fileCues }: Pick<FilmAssets, 'captions'>): readonly FontWish[] {
  if (!captions.burnIn) return []
  const ofFile: readonly Text[] = fileCues ? [{ pointer: '/captions/source', text: fileCues.map(({ words }) => textOf(words)).join('\n') }] : []
  const locale = captions.language === 'und' ? undefined : captions.language
  // One wish for all scenes of one style: each is looked for by programs of its own.
  const wishes = new Map<string, FontWish & { readonly texts: Text[] }>()
  for (const [index, { captions: own }] of scenes.entries()) {
    const { font, weight, upperCase } = own.style
    const texts = ownTexts(own.content, pointerOf(['scenes', index, 'captions'])) ?? ofFile
    if (texts.length === 0 && font === usualFont) continue
    const key = JSON.stringify([own.fontPointer, font, weight])
    const wish = wishes.get(key) ?? { pointer: own.fontPointer, family: font, weight, texts: [] }
    const shown = texts.map(({ pointer, text }) => ({ pointer, text: upperCase ? text.toLocaleUpperCase(locale) : text }))
    const isKnown = (one: Text) => wish.texts.some(({ pointer, text }) => pointer === one.pointer && text === one.text)
    wishes.set(key, { ...wish, texts: [...wish.texts, ...shown.filter((one) => !isKnown(one))] })
  }
  return [...wishes.values()]
}

function ownTexts(content: Film['scenes'][number]['captions']['content'], pointer: string): readonly Text[] | null {
  if (content === null) return null
  return [{ pointer, text: typeof content === 'string' ? content : content.map(({ words }) => textOf(words)).join('\n') }]
}

function textOf(words: readonly CueWord[]): string {
  return words.map(({ text, after }) => text + after).join('')
}
