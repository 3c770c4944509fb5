import type { CueWord } from './captions.ts'

/** Scripts that put no spaces between words. */
const spaceless = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/u

/** A text as words, each with the white space after it; a line break stays one, all other space is one space. */
export function splitWords(text: string, language: string): readonly CueWord[] {
  const pieces = [...text.matchAll(/(\S+)(\s*)/gu)]
  return pieces.flatMap(([, run = '', space = '']) => {
    const after = /[\n\r]/.test(space) ? '\n' : space === '' ? '' : ' '
    const words = spaceless.test(run) ? wordsWithoutSpaces(run, language) : [run]
    return words.map((word, index) => ({ text: word, after: index === words.length - 1 ? after : '', startS: null, endS: null }))
  })
}

/** Words of a run of such a script; punctuation stays with the word before it, an opening bracket with the one after. */
function wordsWithoutSpaces(run: string, language: string): readonly string[] {
  const words: string[] = []
  let opening = ''
  for (const { segment, isWordLike } of new Intl.Segmenter(language, { granularity: 'word' }).segment(run)) {
    if (isWordLike === true) {
      words.push(opening + segment)
      opening = ''
    } else if (opening !== '' || words.length === 0 || /^[\p{Ps}\p{Pi}]/u.test(segment)) opening += segment
    else words.push(`${words.pop() ?? ''}${segment}`)
  }
  if (opening === '') return words
  return [...words.slice(0, -1), `${words.at(-1) ?? ''}${opening}`]
}

/** What stands between two words that are given one by one. */
export function spaceBetween(before: string, after: string): string {
  return spaceless.test(before.at(-1) ?? '') && spaceless.test(after.at(0) ?? '') ? '' : ' '
}
