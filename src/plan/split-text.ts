import type { CueWord } from '../film/captions.ts'
import { graphemesOf } from '../film/graphemes.ts'
import { splitWords } from '../film/split-words.ts'

/** Ends of sentences and of phrases, with the quotes and brackets that close after them. */
const sentenceEnd = /[.!?…。！？।؟۔]["'”’»)\]」』]*$/u
const phraseEnd = /[,;:–—、，；：،؛]["'”’»)\]」』]*$/u

/** East Asian characters are twice as wide as Latin letters. */
const wide = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Emoji_Presentation}]/u

/** The length of words as they are read, in Latin letters. */
export function lettersOf(words: readonly CueWord[]): number {
  return words.reduce((sum, { text, after }, index) => sum + lettersOfText(text) + (index < words.length - 1 && after !== '' ? 1 : 0), 0)
}

function lettersOfText(text: string): number {
  let letters = 0
  for (const grapheme of graphemesOf(text)) letters += wide.test(grapheme) ? 2 : 1
  return letters
}

/**
 * A text as captions of readable length: cut at the ends of lines and sentences, a long sentence at the ends of phrases
 * or else between words, into parts of like length.
 * @param most letters of one caption
 */
export function splitText(text: string, language: string, most: number): readonly (readonly CueWord[])[] {
  const lines = text.split(/\n+/).map((line) => sentencesOf(splitWords(line.trim(), language)).flatMap((sentence) => partsOf(sentence, most)))
  return lines.flatMap((parts) => joined(parts, most)).map(withoutLastSpace)
}

function sentencesOf(words: readonly CueWord[]): readonly (readonly CueWord[])[] {
  const sentences: CueWord[][] = []
  let isOver = true
  for (const word of words) {
    if (isOver) sentences.push([])
    sentences.at(-1)?.push(word)
    isOver = sentenceEnd.test(word.text)
  }
  return sentences
}

/** Shorter than this, a caption would only flash up. */
const shortPart = 16

/** What is short stays with what is before it where both fit. */
function joined(parts: readonly (readonly CueWord[])[], most: number): readonly (readonly CueWord[])[] {
  return parts.reduce<readonly (readonly CueWord[])[]>((cues, part) => {
    const last = cues.at(-1)
    const isShort = last && Math.min(lettersOf(last), lettersOf(part)) < shortPart
    return last && isShort && lettersOf([...last, ...part]) <= most ? [...cues.slice(0, -1), [...last, ...part]] : [...cues, part]
  }, [])
}

/** The cut that costs least: parts of unlike length and cuts within a phrase are dear, a part that is too long is dearest. */
function partsOf(words: readonly CueWord[], most: number): readonly (readonly CueWord[])[] {
  const all = lettersOf(words)
  const count = Math.ceil(all / most)
  if (count <= 1) return words.length === 0 ? [] : [words]
  const wanted = all / count
  const lengths = words.map((word) => lettersOf([word]) + (word.after === '' ? 0 : 1))
  const best: { cost: number; from: number }[] = [{ cost: 0, from: 0 }]
  for (const [last, word] of words.entries()) {
    const isEnd = last === words.length - 1
    let cheapest = { cost: Infinity, from: last }
    let letters = word.after === '' ? 0 : -1
    for (let from = last; from >= 0; from--) {
      letters += lengths[from] ?? 0
      const cost = (best[from]?.cost ?? 0) + costOf(letters, wanted, most) + (isEnd ? 0 : cutCost(word))
      if (cost < cheapest.cost) cheapest = { cost, from }
      // Words only add to it: from here on every part is far too long.
      if (letters > 2 * most) break
    }
    best.push(cheapest)
  }
  const parts: (readonly CueWord[])[] = []
  for (let to = words.length; to > 0; to = best[to]?.from ?? 0) parts.unshift(words.slice(best[to]?.from, to))
  return parts
}

function withoutLastSpace(words: readonly CueWord[]): readonly CueWord[] {
  return words.map((word, index) => (index === words.length - 1 ? { ...word, after: '' } : word))
}

function costOf(letters: number, wanted: number, most: number): number {
  return ((letters - wanted) / wanted) ** 2 + (letters > most ? 100 * (letters / most) : 0)
}

function cutCost(word: CueWord): number {
  return phraseEnd.test(word.text) ? 0.02 : 0.6
}
