import { parse, type ParseError } from 'jsonc-parser'
import { messageOf } from './errors.ts'

/** What a text says as JSON, or where and why it is none. */
export type ParsedJson = { readonly value: unknown } | { readonly place: string; readonly message: string; readonly cause: unknown }

/** Parses JSON, with or without a byte order mark. */
export function parseJson(fileText: string): ParsedJson {
  const text = fileText.replace(/^\uFEFF/, '')
  try {
    return { value: JSON.parse(text) }
  } catch (cause) {
    return { place: placeOfMistake(text), message: messageOf(cause), cause }
  }
}

/** JSON.parse seldom says where; another parser, that goes on after mistakes, knows. */
function placeOfMistake(text: string): string {
  const mistakes: ParseError[] = []
  try {
    parse(text, mistakes, { disallowComments: true })
  } catch (error) {
    // It calls itself for what is nested, which JSON.parse does not.
    if (!(error instanceof RangeError)) throw error
    return 'a place that is nested too deeply to be found'
  }
  const before = text.slice(0, mistakes[0]?.offset ?? 0).split('\n')
  return `line ${before.length}, column ${(before.at(-1)?.length ?? 0) + 1}`
}
