import { InvalidArgumentError } from 'commander'
import { describe, expect, it } from 'vitest'
import { namedSheet, parseSheetPath } from '../../src/cli/contact-sheet-path.ts'

describe('the path of a contact sheet', () => {
  it.each(['sheet.png', 'out/SHEET.PNG'])('may be %s', (path) => {
    expect(parseSheetPath(path)).toBe(path)
  })

  it.each(['sheet.jpg', 'sheet', 'png'])('may not be %s: what is written is a PNG', (path) => {
    expect(() => parseSheetPath(path)).toThrow(InvalidArgumentError)
  })

  it.each([
    ['sheet.png', 'sheet-wide.png'],
    ['out/sheet.png', 'out/sheet-wide.png'],
    ['out/{name}/sheet.png', 'out/wide/sheet.png'],
  ])('%s of an output is %s', (path, named) => {
    expect(namedSheet(path, 'wide')).toBe(named)
  })
})
