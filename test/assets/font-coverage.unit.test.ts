import { describe, expect, it } from 'vitest'
import { characterText, parseCoverage, uncoveredCharacters } from '../../src/assets/font-coverage.ts'
import { readFontFileName } from '../../src/assets/font-file-name.ts'

const latin = parseCoverage('20-7e a0-ff 301')

describe('uncoveredCharacters', () => {
  it('names each character that no font has, once, in the order of the text', () => {
    expect(uncoveredCharacters([latin], 'Жар-птица Ж é')).toEqual(['Ж', 'а', 'р', 'п', 'т', 'и', 'ц'])
  })

  it('takes all fonts together', () => {
    expect(uncoveredCharacters([latin, parseCoverage('400-4ff')], 'Жар é')).toEqual([])
  })

  it('takes a letter with an accent as it is written, composed or in parts', () => {
    expect(uncoveredCharacters([parseCoverage('e9')], 'e\u0301')).toEqual([])
    expect(uncoveredCharacters([parseCoverage('65 301')], '\u00E9')).toEqual([])
    expect(uncoveredCharacters([parseCoverage('65')], 'e\u0301')).toEqual(['\u0301'])
  })

  it('asks for no glyph of what is not drawn: spaces, line ends, joiners, variation selectors', () => {
    const emoji = parseCoverage('2764 1f468-1f469')
    expect(uncoveredCharacters([emoji], '\u2764\uFE0F \n\t\u{1F469}\u200D\u{1F468}\u200F')).toEqual([])
  })

  it('counts characters beyond the basic plane as one', () => {
    expect(uncoveredCharacters([latin], 'a😀b')).toEqual(['😀'])
    expect(characterText('😀')).toBe("'😀' (U+1F600)")
    expect(characterText('ж')).toBe("'ж' (U+0436)")
  })
})

describe('readFontFileName', () => {
  it.each([
    ['Roboto-Regular.ttf', { key: 'roboto', weight: 400, style: 'normal' }],
    ['Roboto-BoldItalic.ttf', { key: 'roboto', weight: 700, style: 'italic' }],
    ['OpenSans-SemiBold.woff2', { key: 'opensans', weight: 600, style: 'normal' }],
    ['Lobster.otf', { key: 'lobster', weight: 400, style: 'normal' }],
    ['Roboto-Italic[wdth,wght].ttf', { key: 'roboto', weight: null, style: 'italic' }],
    ['Roboto[wght].ttf', { key: 'roboto', weight: null, style: 'normal' }],
    ['Inter-VariableFont_opsz,wght.ttf', { key: 'inter', weight: null, style: 'normal' }],
    ['Inter-Italic-VariableFont_opsz,wght.ttf', { key: 'inter', weight: null, style: 'italic' }],
    ['IBMPlexSans-Italic.woff', { key: 'ibmplexsans', weight: 400, style: 'italic' }],
  ])('reads %s', (name, expected) => {
    expect(readFontFileName(name)).toEqual(expected)
  })

  it.each(['OFL.txt', 'Roboto-Wonky.ttf', 'Roboto-Bold-2.ttf', '.ttf', 'Roboto.ttc'])('takes nothing from %s', (name) => {
    expect(readFontFileName(name)).toBeNull()
  })
})
