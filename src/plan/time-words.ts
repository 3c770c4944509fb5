import type { Cue, CueWord } from '../film/captions.ts'

type TimedWord = Omit<CueWord, 'startS' | 'endS'> & { readonly startS: number; readonly endS: number }
export type TimedCue = Omit<Cue, 'words'> & { readonly words: readonly TimedWord[] }

/** A time for every word: those without times share what is left between the times that are known, by their length. */
export function timeWords({ startS, endS, words }: Cue): TimedCue {
  const groups = groupsOf(words)
  let freeS = startS
  const timed = groups.flatMap((group, index) => {
    const fromS = group[0]?.startS ?? freeS
    const toS = Math.max(fromS, group.at(-1)?.endS ?? groups[index + 1]?.[0]?.startS ?? endS)
    freeS = toS
    return spread(group, fromS, toS)
  })
  return { startS, endS, words: timed }
}

/** Runs of words of which only the start of the first and the end of the last may be known. */
function groupsOf(words: readonly CueWord[]): readonly (readonly CueWord[])[] {
  const groups: CueWord[][] = []
  for (const word of words) {
    const last = groups.at(-1)
    if (!last || word.startS !== null || last.at(-1)?.endS !== null) groups.push([word])
    else last.push(word)
  }
  return groups
}

function spread(words: readonly CueWord[], fromS: number, toS: number): readonly TimedWord[] {
  const total = words.reduce((sum, { text }) => sum + weightOf(text), 0)
  let before = 0
  return words.map((word) => {
    const startS = fromS + ((toS - fromS) * before) / total
    before += weightOf(word.text)
    return { ...word, startS, endS: fromS + ((toS - fromS) * before) / total }
  })
}

/** How long a word is spoken goes with how long it is written; the shortest takes its time, too. */
function weightOf(text: string): number {
  return text.length + 1
}
