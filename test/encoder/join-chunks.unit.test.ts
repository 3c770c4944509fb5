import { describe, expect, it } from 'vitest'
import { concatList, joinChunksJob } from '../../src/encoder/join-chunks.ts'

describe('concatList', () => {
  it('names the chunks in order, one a line', () => {
    expect(concatList(['/data/b.mp4', '/data/a.mp4'])).toBe("ffconcat version 1.0\nfile '/data/b.mp4'\nfile '/data/a.mp4'\n")
  })

  it('quotes a quote so that FFmpeg reads it back, and leaves all else as it is', () => {
    const path = String.raw`/it's "my" film\1 #2 %d 100$/a'.mp4`
    const [, line = ''] = concatList([path]).split('\n')
    expect(line).toBe(String.raw`file '/it'\''s "my" film\1 #2 %d 100$/a'\''.mp4'`)
    expect(readAsFfmpeg(line.slice('file '.length))).toBe(path)
  })
})

/** av_get_token of FFmpeg: single quotes keep all but themselves, a backslash outside of them keeps one character. */
function readAsFfmpeg(token: string): string {
  let text = ''
  let isQuoted = false
  for (let index = 0; index < token.length; index++) {
    const character = token.charAt(index)
    if (character === "'") isQuoted = !isQuoted
    else if (character === '\\' && !isQuoted) text += token.charAt(++index)
    else text += character
  }
  return text
}

describe('joinChunksJob', () => {
  const order = {
    chunkPaths: [],
    listPath: '/work/list.txt',
    soundPath: '/work/sound.m4a',
    labels: { path: '/work/labels.txt', labels: { tags: {}, language: null, chapters: [] } },
    fps: { num: 30000, den: 1001 },
    container: 'mp4',
    codec: 'h264',
    outputPath: '/out/film.mp4',
  } as const

  it('encodes nothing again', () => {
    const { outputOptions } = joinChunksJob(order)
    expect(after(outputOptions, '-c')).toBe('copy')
    expect(outputOptions.filter((option) => option.startsWith('-filter') || option === '-vf' || option === '-af')).toEqual([])
  })

  it('takes the picture from the chunks and the sound from its file', () => {
    const { inputs, outputOptions } = joinChunksJob(order)
    expect(inputs.map(({ from }) => from)).toEqual(['/work/list.txt', '/work/sound.m4a'])
    expect(outputOptions.slice(0, 4)).toEqual(['-map', '0:v:0', '-map', '1:a:0'])
  })

  it('makes a silent film where there is no sound', () => {
    const { inputs, outputOptions } = joinChunksJob({ ...order, soundPath: null })
    expect(inputs).toHaveLength(1)
    expect(outputOptions).not.toContain('1:a:0')
  })

  it('counts track and header in ticks that hold a frame exactly', () => {
    const { outputOptions } = joinChunksJob(order)
    expect(after(outputOptions, '-video_track_timescale')).toBe('90000')
    expect(after(outputOptions, '-movie_timescale')).toBe('90000')
  })
})

function after(options: readonly string[], name: string): string | undefined {
  return options[options.indexOf(name) + 1]
}
