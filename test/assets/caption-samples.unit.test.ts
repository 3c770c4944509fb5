import { expect, it } from 'vitest'
import { readCaptions } from '../../src/assets/read-captions.ts'

it('the samples of caption files say the same at the same times', async () => {
  const [vtt, srt] = await Promise.all(['captions.vtt', 'captions.srt'].map((name) => readCaptions(`samples/${name}`, name, 'en')))
  if (!vtt || !srt || 'mistakes' in vtt || 'mistakes' in srt) throw new Error('a sample is broken')
  expect(vtt.cues).toHaveLength(3)
  expect(vtt.cues.map(({ words, ...times }) => ({ ...times, words: words.map(({ text, after }) => text + after) }))).toEqual(
    srt.cues.map(({ words, ...times }) => ({ ...times, words: words.map(({ text, after }) => text + after) })),
  )
})
