import { describe, expect, it } from 'vitest'
import { decodeSoundsJob } from '../../../src/encoder/sound/decode-sounds.ts'
import { encodeSoundJob } from '../../../src/encoder/sound/encode-sound.ts'

async function* nothing(): AsyncGenerator<Buffer> {}

describe('decodeSoundsJob', () => {
  const file = (path: string, channels: number) => ({ path, name: path, durationS: 3, channels })
  const files = [
    { file: file('/a.ogg', 1), neededS: 1 / 3, rawPath: '/work/0.raw' },
    { file: file('/b.mp3', 6), neededS: null, rawPath: '/work/1.raw' },
  ]

  it('decodes all files of a batch in one run, each to its own raw file at the rate of the film', () => {
    const { inputs, outputOptions, outputPath } = decodeSoundsJob(files, 44_100)
    expect(inputs.map(({ from }) => from)).toEqual(['/a.ogg', '/b.mp3'])
    const first = ['-map', '0:a:0', '-t', '0.333333', '-ar', '44100', '-ac', '1', '-f', 'f32le', '/work/0.raw']
    expect([...outputOptions, outputPath]).toEqual([
      '-filter_threads',
      '1',
      ...first,
      '-map',
      '1:a:0',
      '-ar',
      '44100',
      '-ac',
      '2',
      '-f',
      'f32le',
      '/work/1.raw',
    ])
  })

  it('writes no time with an exponent, which FFmpeg does not read', () => {
    const [first] = files
    const job = decodeSoundsJob(first ? [{ ...first, neededS: 1e-7 }] : [], 48_000)
    expect(job.outputOptions.join(' ')).not.toMatch(/\de[+-]?\d/)
  })
})

describe('encodeSoundJob', () => {
  const format = { sampleRate: 48_000, channels: 2 } as const
  const optionsOf = (codec: 'aac' | 'opus' | 'pcm', channels: 1 | 2 = 2) =>
    encodeSoundJob(nothing(), { format: { ...format, channels }, codec, outputPath: '/out' }).outputOptions.join(' ')

  it('reads raw samples, of which it is told all', () => {
    const { inputs, outputPath } = encodeSoundJob(nothing(), { format, codec: 'aac', outputPath: '/out' })
    expect(inputs[0]?.options).toEqual(['-f', 'f32le', '-ar', '48000', '-ac', '2'])
    expect(outputPath).toBe('/out')
  })

  it('codes AAC to MP4, which records the samples that the encoder puts in front, and mono at half the rate', () => {
    expect(optionsOf('aac')).toBe('-c:a aac -b:a 192k -f mp4')
    expect(optionsOf('aac', 1)).toBe('-c:a aac -b:a 96k -f mp4')
  })

  it('codes Opus at 48 kHz, whatever the film has', () => {
    expect(optionsOf('opus')).toBe('-c:a libopus -b:a 160k -ar 48000 -f matroska')
  })

  it('keeps 24 bits in a WAV, also in one larger than 4 GB', () => {
    expect(optionsOf('pcm')).toBe('-c:a pcm_s24le -rf64 auto -f wav')
  })
})
