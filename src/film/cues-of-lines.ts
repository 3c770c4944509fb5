import type { SceneCaptionsInput } from './captions-schema.ts'
import type { Cue, CueWord } from './captions.ts'
import { pointerOf, type Fault } from './fault.ts'
import { spaceBetween, splitWords } from './split-words.ts'

type Line = Exclude<SceneCaptionsInput, string | undefined>[number]
type Word = NonNullable<Line['words']>[number]
type Path = readonly PropertyKey[]

/** The timed lines of a scene, in order of their times. What is wrong with them goes to the faults. */
export function cuesOfLines(lines: readonly Line[], path: Path, { language, faults }: { language: string; faults: Fault[] }): readonly Cue[] {
  const cues = lines.map((line, index) => {
    const here = [...path, index]
    faults.push(...lineFaults(line, here), ...(line.words ?? []).flatMap((word, at) => wordFaults(line, word, [...here, 'words', at])))
    faults.push(...orderFaults(line.words ?? [], here))
    return { startS: line.start, endS: line.end, words: line.words ? givenWords(line.words) : splitWords((line.text ?? '').trim(), language) }
  })
  return cues.toSorted((a, b) => a.startS - b.startS)
}

function lineFaults({ start, end, text, words }: Line, path: Path): readonly Fault[] {
  const atLine = (message: string) => ({ pointer: pointerOf(path), message })
  return [
    ...(text === undefined && words === undefined ? [atLine('has neither `text` nor `words`')] : []),
    ...(text !== undefined && words !== undefined ? [atLine('has `text` and `words`: give one of them')] : []),
    ...(text?.trim() === '' ? [{ pointer: pointerOf([...path, 'text']), message: 'has nothing but white space', value: text }] : []),
    ...(end > start ? [] : [{ pointer: pointerOf([...path, 'end']), message: 'is not after the start', value: end, allowed: `more than ${start}` }]),
  ]
}

function wordFaults(line: Line, word: Word, path: Path): readonly Fault[] {
  const allowed = `from ${line.start} to ${line.end}, the times of its line`
  const outside = (['start', 'end'] as const).flatMap((key) => {
    const value = word[key]
    if (value === undefined || (value >= line.start && value <= line.end)) return []
    return [{ pointer: pointerOf([...path, key]), message: 'is outside of its line', value, allowed }]
  })
  const isBackwards = word.start !== undefined && word.end !== undefined && word.end < word.start
  return [
    ...outside,
    ...(word.text.trim() === '' ? [{ pointer: pointerOf([...path, 'text']), message: 'has nothing but white space', value: word.text }] : []),
    ...(isBackwards ? [{ pointer: pointerOf([...path, 'end']), message: 'is before the start', value: word.end }] : []),
  ]
}

/** Words are spoken one after the other. */
function orderFaults(words: readonly Word[], path: Path): readonly Fault[] {
  let spokenS = 0
  return words.flatMap(({ start, end }, index) => {
    const isEarly = start !== undefined && start < spokenS
    const fault = isEarly
      ? [{ pointer: pointerOf([...path, 'words', index, 'start']), message: 'is before the end of the word before it', value: start }]
      : []
    spokenS = Math.max(spokenS, start ?? 0, end ?? 0)
    return fault
  })
}

function givenWords(words: readonly Word[]): readonly CueWord[] {
  return words.map(({ text, start, end }, index) => {
    const next = words[index + 1]?.text.trimStart()
    const after = next === undefined ? '' : /\n\s*$/.test(text) ? '\n' : spaceBetween(text.trim(), next)
    return { text: text.trim(), after, startS: start ?? null, endS: end ?? null }
  })
}
