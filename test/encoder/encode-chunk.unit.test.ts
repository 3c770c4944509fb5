import { describe, expect, it } from 'vitest'
import { chunkEncodingArgs, encodeChunkJob } from '../../src/encoder/encode-chunk.ts'
import { encoderProfiles, type EncoderProfile } from '../../src/encoder/encoder-profiles.ts'
import type { Output } from '../../src/film/film.ts'

const ntsc = { num: 30000, den: 1001 }
const output: Output = { width: 1920, height: 1080, fps: ntsc, quality: 'standard', codec: 'h264' }

async function* noFrames(): AsyncGenerator<Buffer> {}

function optionsOf(profile: EncoderProfile, type: 'jpeg' | 'png' = 'jpeg'): readonly string[] {
  const job = encodeChunkJob({ type, frames: noFrames() }, { what: 'encoding', profile, output, outputPath: '/work/chunk.mp4' })
  return job.outputOptions
}

function after(options: readonly string[], name: string): string | undefined {
  return options.includes(name) ? options[options.indexOf(name) + 1] : undefined
}

describe.each(encoderProfiles.map((profile) => [profile.name, profile] as const))('encodeChunkJob with %s', (_name, profile) => {
  it('closes its groups and never reorders, so that chunks can be joined as they are', () => {
    const options = optionsOf(profile)
    const nvenc = () => ['-strict_gop', '-no-scenecut', '-forced-idr'].every((name) => after(options, name) === '1') && after(options, '-bf') === '0'
    const closes: Readonly<Record<string, () => boolean>> = {
      libx264: () => after(options, '-flags') === '+cgop' && after(options, '-sc_threshold') === '0' && after(options, '-bf') === '0',
      libx265: () => after(options, '-x265-params')?.includes('scenecut=0:open-gop=0') === true && after(options, '-bf') === '0',
      libsvtav1: () => after(options, '-svtav1-params') === 'scd=0:irefresh-type=2',
      'libvpx-vp9': () => after(options, '-auto-alt-ref') === '0' && after(options, '-lag-in-frames') === '0',
      // Every frame of it is a key frame.
      prores_ks: () => true,
      h264_nvenc: nvenc,
      hevc_nvenc: nvenc,
      av1_nvenc: nvenc,
    }
    expect(closes[profile.encoder]?.()).toBe(true)
  })

  it('has a key frame every two seconds', () => {
    expect(after(optionsOf(profile), '-g')).toBe(profile.codec === 'prores' ? undefined : '60')
  })

  it('says of the colours what the filter made of them', () => {
    const options = optionsOf(profile)
    expect(['-colorspace', '-color_primaries', '-color_trc', '-color_range'].map((name) => after(options, name))).toEqual([
      'bt709',
      'bt709',
      'bt709',
      'tv',
    ])
    expect(after(options, '-pix_fmt')).toBe(profile.codec === 'prores' ? 'yuv422p10le' : 'yuv420p')
  })

  it('neither drops nor doubles a frame', () => {
    expect(after(optionsOf(profile), '-fps_mode')).toBe('passthrough')
    expect(optionsOf(profile)).not.toContain('-r')
  })

  it('takes each option once', () => {
    const names = optionsOf(profile).filter((option) => /^-[a-z]/.test(option))
    expect(names).toEqual([...new Set(names)])
  })
})

describe('encodeChunkJob', () => {
  const [profile] = encoderProfiles

  it.each([
    ['jpeg', 'mjpeg'],
    ['png', 'png'],
  ] as const)('reads %s frames one by one at the exact rate', (type, decoder) => {
    if (!profile) throw new Error('there is no profile')
    const frames = noFrames()
    const job = encodeChunkJob({ type, frames }, { what: 'encoding', profile, output, outputPath: '/work/chunk.mp4' })
    expect(job.inputs).toEqual([{ from: frames, options: ['-f', 'image2pipe', '-c:v', decoder, '-framerate', '30000/1001'] }])
  })

  it('converts full-range BT.601 of JPEG, and RGB of PNG, each by its own filter', () => {
    if (!profile) throw new Error('there is no profile')
    expect(after(optionsOf(profile, 'jpeg'), '-vf')).toMatch(/ispace=bt470bg.*irange=pc.*range=tv/)
    expect(after(optionsOf(profile, 'png'), '-vf')).toMatch(/out_color_matrix=bt709.*out_range=tv/)
  })

  it('takes a filter graph with its own inputs as it is', () => {
    if (!profile) throw new Error('there is no profile')
    const inputs = [{ from: '/work/still.png', options: ['-f', 'image2pipe'] }]
    const source = { type: 'filtered', inputs, graph: '[0:v]zoompan' } as const
    const job = encodeChunkJob(source, { what: 'encoding', profile, output, outputPath: '/work/chunk.mp4' })
    expect(job.inputs).toEqual(inputs)
    expect(after(job.outputOptions, '-filter_complex')).toBe('[0:v]zoompan')
    expect(job.outputOptions).not.toContain('-vf')
  })

  it('has everything that decides the encoded picture in the arguments that go into a hash', () => {
    if (!profile) throw new Error('there is no profile')
    const base = chunkEncodingArgs(profile, output).join(' ')
    expect(chunkEncodingArgs(profile, { ...output, quality: 'high' }).join(' ')).not.toBe(base)
    expect(chunkEncodingArgs(profile, { ...output, fps: { num: 25, den: 1 } }).join(' ')).not.toBe(base)
  })
})

describe('encodeChunkJob with raw frames', () => {
  const optionsFor = (pixels: 'yuv420p' | 'nv12', matrix: 'bt601' | 'bt709') => {
    const [profile] = encoderProfiles
    if (!profile) throw new Error('the table is empty')
    const job = encodeChunkJob(
      { type: 'raw', pixels, matrix, frames: noFrames() },
      { what: 'encoding', profile, output, outputPath: '/work/chunk.mp4' },
    )
    return { input: job.inputs[0]?.options ?? [], output: job.outputOptions }
  }

  it('says how they lie in memory', () => {
    const { input } = optionsFor('nv12', 'bt709')
    expect(['-f', '-pix_fmt', '-video_size'].map((name) => after(input, name))).toEqual(['rawvideo', 'nv12', '1920x1080'])
  })

  it('converts their colours only where they are not what the film says', () => {
    expect(after(optionsFor('yuv420p', 'bt601').output, '-vf')).toMatch(/^colorspace=all=bt709:ispace=smpte170m/)
    expect(after(optionsFor('yuv420p', 'bt709').output, '-vf')).toBeUndefined()
  })
})
