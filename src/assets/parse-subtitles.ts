import webvtt, { type Error as ParseError, type TreeNode, type TreeNodeObjectTagNameWithRt } from 'webvtt-parser'
import type { Cue, CueWord } from '../film/captions.ts'
import { splitWords } from '../film/split-words.ts'

/** What is wrong in a caption file, and where; both count from 1. */
type Mistake = { readonly line: number; readonly column: number; readonly message: string }
export type Subtitles = { readonly cues: readonly Cue[]; readonly mistakes: readonly Mistake[] }

/** With their semicolons; the parser's own table has none and leaves one behind. */
const entities = { '&amp;': '&', '&lt;': '<', '&gt;': '>', '&lrm;': '\u200E', '&rlm;': '\u200F', '&nbsp;': '\u00A0' } as const

/** What the parser minds and players do not: header lines as of YouTube, cues that are not in order of time. */
const tolerated = ['No blank line after the signature.', 'Start timestamp is not greater than or equal to start timestamp of previous cue.']

const pointWanted = 'here should be a point and three digits, such as 00:00:01.000'
/** The same of SRT. */
const commaWanted = 'here should be a comma and three digits, such as 00:00:01,000'

/** What it says in the words of its standard, in ours. */
const plainWords: Readonly<Record<string, string>> = {
  'Cue identifier cannot be standalone.': 'belongs to no caption: a blank line ends one, and the next begins with its number and its times',
  'Cue identifier needs to be followed by timestamp.': 'here should be times, such as 00:00:01,000 --> 00:00:02,500',
  'No decimal separator (".") found.': pointWanted,
}

const separator = /\r\n|\r|\n/
const timing = /^\s*(.*?)\s*-->/
const srtTime = String.raw`\d{1,3}:\d\d:\d\d[,.]\d{3}`

/** The cues of a WebVTT file. W3C's own parser reads it: it alone says line and column of every mistake. */
export function parseWebvtt(text: string, language: string): Subtitles {
  // The parser does not know regions; as a note a region keeps its lines.
  const lines = text.split(separator).map((line) => (/^REGION\s*$/.test(line) ? 'NOTE' : line))
  const { cues, mistakes } = parsed(lines)
  return {
    cues: cues.map(({ startTime, endTime, tree }) => ({ startS: startTime, endS: endTime, words: timedWords(tree.children, language) })),
    mistakes,
  }
}

/** The cues of an SRT file: a WebVTT file but for its first line, its decimal commas, and its text, which has no entities. */
export function parseSrt(text: string, language: string): Subtitles {
  const header = ['WEBVTT', '']
  const lines = text.split(separator).map((line) => (timing.test(line) ? asWebvttTiming(line) : line.trim() === '' ? '' : line))
  const { cues, mistakes } = parsed([...header, ...lines])
  return {
    cues: cues.map((cue) => ({ startS: cue.startTime, endS: cue.endTime, words: splitWords(withoutTags(cue.text).trim(), language) })),
    mistakes: mistakes.map(({ line, column, message }) => ({
      line: line - header.length,
      column,
      message: message === pointWanted ? commaWanted : message,
    })),
  }
}

function parsed(lines: readonly string[]) {
  // `metadata`: what is odd within a text is no mistake.
  const { cues, errors } = new webvtt.WebVTTParser(entities).parse(lines.join('\n'), 'metadata')
  const mistakes = errors.filter(({ message }) => !tolerated.includes(message)).map(mistakeOf)
  // One mistake a block: what follows from it in the next lines is no other.
  return { cues, mistakes: mistakes.filter(({ line }, index) => index === 0 || line > (mistakes[index - 1]?.line ?? 0) + 1) }
}

function mistakeOf({ line, col, message }: ParseError): Mistake {
  // The parser is one line further when it finds a line that stands alone.
  const at = message.startsWith('Cue identifier cannot') ? line - 1 : line
  // Its types promise a column for every mistake; those of whole lines have none.
  return { line: at, column: Number.isInteger(col) ? col : 1, message: plainWords[message] ?? message.replace(/\.$/, '') }
}

/** Every character stays where it is, so that columns do; what follows the times (coordinates) goes. */
function asWebvttTiming(line: string): string {
  const times = new RegExp(`^\\s*${srtTime}\\s*-->\\s*${srtTime}(?=\\s|$)`).exec(line)?.[0]
  return (times ?? line).replaceAll(/(\d),(?=\d{3}(?:\s|$))/g, '$1.')
}

/** `<i>`, `<font color=...>` and `{\an8}` are how SRT files say what we do not draw. */
function withoutTags(text: string): string {
  return text.replaceAll(/<\/?(?:b|i|u|s|font|c|ruby|rt)(?:\s[^<>]*)?>|\{\\[^{}]*\}/gi, '')
}

/** The words of a cue; a `<00:00:01.000>` says when the word after it is spoken. */
function timedWords(nodes: readonly TreeNode<TreeNodeObjectTagNameWithRt>[], language: string): readonly CueWord[] {
  const words = runsOf(nodes).flatMap(({ text, startS }) =>
    splitWords(text, language).map((word, index) => (index === 0 ? { ...word, startS } : word)),
  )
  return words.map((word, index) => (index === words.length - 1 ? { ...word, after: '' } : word))
}

type Run = { readonly text: string; readonly startS: number | null }

function runsOf(nodes: readonly TreeNode<TreeNodeObjectTagNameWithRt>[]): readonly Run[] {
  const pieces = nodes.flatMap((node): readonly Run[] => {
    if (node.type === 'timestamp') return [{ text: '', startS: node.value }]
    return node.type === 'object' ? runsOf(node.children) : [{ text: node.value, startS: null }]
  })
  return pieces.reduce<readonly Run[]>((runs, piece) => {
    const last = runs.at(-1)
    if (!last || piece.startS !== null) return [...runs, piece]
    return [...runs.slice(0, -1), { ...last, text: last.text + piece.text }]
  }, [])
}
