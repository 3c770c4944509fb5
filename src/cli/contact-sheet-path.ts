import { InvalidArgumentError } from 'commander'
import { join, parse } from 'node:path'

/** A contact sheet is a PNG, whatever it is called: it is called so. */
export function parseSheetPath(text: string): string {
  if (text.toLowerCase().endsWith('.png')) return text
  throw new InvalidArgumentError('It must end in .png.')
}

/** That of one of several outputs: the name takes the place of `{name}`, else `sheet.png` is `sheet-NAME.png`. */
export function namedSheet(path: string, name: string): string {
  if (path.includes('{name}')) return path.replaceAll('{name}', name)
  const { dir, name: stem, ext } = parse(path)
  return join(dir, `${stem}-${name}${ext}`)
}
