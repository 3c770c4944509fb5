import { expect, it } from 'vitest'
import { trackLanguage } from '../../src/encoder/track-language.ts'

it.each([
  ['en', 'eng'],
  ['de', 'deu'],
  ['pt-BR', 'por'],
  ['zh-Hant', 'zho'],
  ['YUE', 'yue'],
  ['und', 'und'],
  ['xx', 'und'],
])('a track in %s is marked %s', (tag, code) => {
  expect(trackLanguage(tag)).toBe(code)
})
