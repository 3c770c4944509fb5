import { describe, expect, it } from 'vitest'

type Word = { readonly text: string; readonly start?: number; readonly end?: number }
type Line = { readonly start?: unknown; readonly end?: unknown; readonly text?: unknown; readonly words?: unknown }
type CaptionWords = {
  readonly textOfWords: (line: Line) => string | null
  readonly wordsWithText: (words: unknown, text: string) => readonly Word[]
  readonly movedLine: (line: Line, start: number) => Line
}
type Change = { readonly path: readonly (string | number)[]; readonly value: unknown }
type CaptionLines = {
  readonly changeOfLine: (field: { readonly name: string; readonly value: string }, captions: unknown) => Change | null
  readonly changedLines: (captions: readonly unknown[], change: Change) => readonly unknown[]
}

// The page's scripts are plain JavaScript, checked by tsconfig.page.json; here their types are said once more.
const folder = '../../src/server/preview'
const { movedLine, textOfWords, wordsWithText } = (await import(`${folder}/caption-words.js`)) as CaptionWords
const { changedLines, changeOfLine } = (await import(`${folder}/caption-lines.js`)) as CaptionLines

const words = [
  { text: 'The', start: 1, end: 1.2 },
  { text: 'long', start: 1.2, end: 1.5 },
  { text: 'way\n', start: 1.5, end: 1.8 },
  { text: 'round', start: 1.9, end: 2.4 },
]

describe('the words of a caption line, edited as one text', () => {
  it('keep their times where one takes the place of another', () => {
    expect(wordsWithText(words, 'The short way round')).toEqual([words[0], { text: 'short', start: 1.2, end: 1.5 }, words[2], words[3]])
    expect(wordsWithText(words, 'The long road round')[2]).toEqual({ text: 'road\n', start: 1.5, end: 1.8 })
  })

  it('have no time where there are more of them, and the others keep theirs', () => {
    expect(wordsWithText(words, 'The very long way round')).toEqual([words[0], { text: 'very' }, ...words.slice(1)])
    expect(wordsWithText(words, ' The  round ')).toEqual([words[0], words[3]])
    expect(wordsWithText(words, 'Home')).toEqual([{ text: 'Home' }])
    expect(wordsWithText(words, '')).toEqual([])
  })

  it('are the same again when nothing is changed, also where one comes twice', () => {
    const twice = ['to', 'be', 'or', 'not', 'to', 'be'].map((text, at) => ({ text, start: at, end: at + 1 }))
    for (const line of [words, twice]) expect(wordsWithText(line, textOfWords({ words: line }) ?? '')).toEqual(line)
    expect(wordsWithText(twice, 'to be or to be').map((word) => word.start)).toEqual([0, 1, 2, 4, 5])
  })

  it('are no text where a word has a space in it', () => {
    expect(textOfWords({ words: [{ text: 'New York', start: 0 }] })).toBeNull()
    expect(textOfWords({ text: 'no words' })).toBeNull()
  })
})

describe('a caption line that is moved', () => {
  it('is as long as before, and its words go with it', () => {
    expect(movedLine({ start: 1, end: 2.5, words }, 0.7)).toEqual({
      start: 0.7,
      end: 2.2,
      words: words.map(({ text, start, end }) => ({ text, start: expect.closeTo(start - 0.3, 6), end: expect.closeTo(end - 0.3, 6) })),
    })
    expect(movedLine({ start: 1, end: 2, text: 'a' }, 3)).toEqual({ start: 3, end: 4, text: 'a' })
    expect(movedLine({ start: 1, end: 2, words: [{ text: 'a' }] }, 3)).toEqual({ start: 3, end: 4, words: [{ text: 'a' }] })
  })

  it('is changed as a whole by its start, and in one value by its end or its text', () => {
    const captions = [{ start: 1, end: 2, text: 'a' }]
    expect(changeOfLine({ name: 'captions-0-start', value: '2' }, captions)).toEqual({
      path: ['captions', 0],
      value: { start: 2, end: 3, text: 'a' },
    })
    expect(changeOfLine({ name: 'captions-0-end', value: '2.5' }, captions)).toEqual({ path: ['captions', 0, 'end'], value: 2.5 })
    expect(changeOfLine({ name: 'captions-0-end', value: 'soon' }, captions)).toEqual({ path: ['captions', 0, 'end'], value: 'soon' })
    expect(changeOfLine({ name: 'captions-0', value: ' b ' }, captions)).toEqual({ path: ['captions', 0, 'text'], value: 'b' })
    expect(changeOfLine({ name: 'captions', value: 'b' }, 'a')).toBeNull()
    expect(changedLines(captions, { path: ['captions', 0, 'end'], value: 2.5 })).toEqual([{ start: 1, end: 2.5, text: 'a' }])
  })
})
