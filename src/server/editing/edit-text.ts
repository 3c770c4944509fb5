import { applyEdits, findNodeAtLocation, getNodeValue, modify, parseTree, type FormattingOptions } from 'jsonc-parser'
import { pointerOf } from '../../film/fault.ts'
import { FramefarmError } from '../../shared/errors.ts'

/** A value of the film at a path; without one, what is there is taken away. */
export type FilmChange = { readonly path: readonly (string | number)[]; readonly value?: unknown }

/**
 * A film file's text with some values changed. All else stays as it is written: order, indentation, line ends.
 * @throws USAGE where a path leads nowhere
 */
export function editText(text: string, changes: readonly FilmChange[]): string {
  return changes.flatMap(({ path, value }) => leaves(text, path, value)).reduce(changed, text)
}

/** An object in the place of an object is changed field by field: what stays as it is keeps its formatting. */
function leaves(text: string, path: FilmChange['path'], value: unknown): readonly FilmChange[] {
  const before = valueAt(text, path)
  if (!isObject(before) || !isObject(value)) return JSON.stringify(before) === JSON.stringify(value) ? [] : [{ path, value }]
  const keys = [...new Set([...Object.keys(before), ...Object.keys(value)])]
  return keys.flatMap((key) => leaves(text, [...path, key], value[key]))
}

function changed(text: string, { path, value }: FilmChange): string {
  if (value === undefined && valueAt(text, path) === undefined) return text
  try {
    return applyEdits(text, modify(text, [...path], value, { formattingOptions: formattingOf(text) }))
  } catch (cause) {
    throw new FramefarmError('USAGE', `the film has no place for ${pointerOf(path)}`, { hint: 'change a field that the film has', cause })
  }
}

function valueAt(text: string, path: FilmChange['path']): unknown {
  const tree = parseTree(text)
  const node = tree && findNodeAtLocation(tree, [...path])
  return node && getNodeValue(node)
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** As the file has it; two spaces where everything is on one line. */
function formattingOf(text: string): FormattingOptions {
  const indent = /\n([ \t]+)\S/.exec(text)?.[1] ?? '  '
  const isTabs = indent.startsWith('\t')
  return { insertSpaces: !isTabs, tabSize: isTabs ? 1 : indent.length, eol: text.includes('\r\n') ? '\r\n' : '\n' }
}
