import { isUtf8 } from 'node:buffer'
import { readFile } from 'node:fs/promises'
import type { Cue } from '../film/captions.ts'
import { parseSrt, parseWebvtt } from './parse-subtitles.ts'

/** The cues of a caption file, or what is wrong with it, in words. */
type ReadCaptions = { readonly cues: readonly Cue[] } | { readonly mistakes: readonly string[] }

/** Ten hours of speech are less than 2 MB. */
const maxBytes = 20e6
/** A file of another kind has a mistake in every line. */
const mostMistakes = 20

/** Reads an SRT or a WebVTT file. @param name what the film calls it */
export async function readCaptions(path: string, name: string, language: string): Promise<ReadCaptions> {
  const bytes = await readFile(path)
  const unreadable = faultOfBytes(bytes)
  if (unreadable !== null) return { mistakes: [`${name} ${unreadable}`] }
  const text = bytes.toString('utf8').replace(/^\uFEFF/, '')
  if (text.trim() === '') return { mistakes: [`${name} is empty`] }
  const isWebvtt = text.startsWith('WEBVTT') || /\.vtt$/i.test(name)
  const { cues, mistakes } = isWebvtt ? parseWebvtt(text, language) : parseSrt(text, language)
  const spoken = cues.filter(({ words }) => words.length > 0)
  if (mistakes.length === 0) return spoken.length === 0 ? { mistakes: [`${name} has no captions in it`] } : { cues: spoken }
  const told = mistakes.slice(0, mostMistakes).map(({ line, column, message }) => `${name}, line ${line}, column ${column}: ${message}`)
  const more = mistakes.length - told.length
  return { mistakes: more > 0 ? [...told, `${name} has ${more} more mistakes`] : told }
}

function faultOfBytes(bytes: Buffer): string | null {
  if (bytes.length > maxBytes) return `is larger than ${maxBytes / 1e6} MB`
  if (/^(?:fffe|feff)/.test(bytes.toString('hex', 0, 2))) return 'is UTF-16: save it as UTF-8'
  if (isUtf8(bytes)) return null
  const newline = '\n'.charCodeAt(0)
  let [line, from] = [1, 0]
  for (;;) {
    const end = bytes.indexOf(newline, from)
    const row = bytes.subarray(from, end === -1 ? bytes.length : end)
    if (!isUtf8(row)) return `is not UTF-8 at line ${line}, column ${row.toString('utf8').indexOf('\uFFFD') + 1}: save it as UTF-8`
    line++
    from = end + 1
  }
}
