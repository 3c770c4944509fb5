import { describe, expect, it } from 'vitest'
import { encoderArgs, encoderProfiles, gopFrames } from '../../src/encoder/encoder-profiles.ts'
import { filmSchema } from '../../src/film/film-schema.ts'
import { presets } from '../../src/film/output-schema.ts'

const qualities = ['draft', 'standard', 'high'] as const

describe('encoderProfiles', () => {
  it('have names of their own', () => {
    const names = encoderProfiles.map(({ name }) => name)
    expect(names).toEqual([...new Set(names)])
  })

  it('have one for the CPU for every codec that a film may ask for, after those for a GPU', () => {
    for (const codec of filmSchema.shape.output.unwrap().shape.codec.unwrap().options) {
      const devices = encoderProfiles.filter((profile) => profile.codec === codec).map(({ device }) => device)
      expect(devices.at(-1)).toBe('cpu')
      expect(devices.indexOf('cpu')).toBeGreaterThan(devices.lastIndexOf('gpu'))
    }
  })

  it('get better, not worse, from draft to high', () => {
    for (const profile of encoderProfiles.filter(({ codec }) => codec !== 'lossless')) {
      const levels = qualities.map((quality) => profile.levels[quality].constant)
      // ProRes has profiles where others have a level of loss.
      expect(levels).toEqual(levels.toSorted((a, b) => (profile.codec === 'prores' ? a - b : b - a)))
      expect(new Set(levels).size).toBe(3)
    }
  })

  it('give NVENC a constant quality that no bit rate limits', () => {
    const nvenc = encoderProfiles.filter(({ device }) => device === 'gpu')
    expect(nvenc.length).toBeGreaterThan(0)
    for (const { constant } of nvenc) expect(constant(20, false).join(' ')).toContain('-b:v 0')
  })

  it('have every option as a pair of a name and a value, without spaces that a splitter could take for two', () => {
    for (const profile of encoderProfiles) {
      for (const quality of qualities) {
        const args = encoderArgs(profile, { quality, fps: { num: 30, den: 1 } })
        expect(args.length % 2).toBe(0)
        for (const [index, arg] of args.entries()) {
          expect(/\s/.test(arg)).toBe(false)
          expect(arg.startsWith('-'), `${profile.name}: ${arg}`).toBe(index % 2 === 0)
        }
      }
    }
  })
})

describe('encoderArgs', () => {
  const fps = { num: 30, den: 1 }
  const x264 = encoderProfiles.find(({ encoder }) => encoder === 'libx264') ?? encoderProfiles[0]
  if (!x264) throw new Error('the table is empty')

  it('gives a film that asks for nothing what it gave before, so that finished chunks are found again', () => {
    expect(encoderArgs(x264, { quality: 'standard', fps }).join(' ')).toBe(
      '-c:v libx264 -preset superfast -crf 19 -g 60 -keyint_min 60 -bf 0 -sc_threshold 0 -flags +cgop',
    )
  })

  it('takes a level, and a preset, in place of those of the quality', () => {
    const args = encoderArgs(x264, { quality: 'standard', fps, crf: 30, preset: 'slow' }).join(' ')
    expect(args).toContain('-preset slow -crf 30 ')
    expect(args).not.toContain('superfast')
  })

  it('holds a mean rate with a limit on the moment, and no constant quality beside it', () => {
    const args = encoderArgs(x264, { quality: 'standard', fps, bitrate: 6e6 }).join(' ')
    expect(args).toContain('-b:v 6000000 -maxrate 9000000 -bufsize 12000000')
    expect(args).not.toContain('-crf')
  })

  it('has a step of its own for each preset and encoder, slower from one to the next', () => {
    for (const { speed, device } of encoderProfiles.filter((profile) => profile.codec !== 'prores')) {
      const all = presets.map((preset) => speed(preset).join(' '))
      expect(new Set(all).size).toBeGreaterThanOrEqual(device === 'gpu' ? 7 : 9)
    }
  })
})

describe('gopFrames', () => {
  it.each([
    [30, 1, 60],
    [30_000, 1001, 60],
    [24_000, 1001, 48],
    [1, 1, 2],
    [120, 1, 240],
  ])('at %i/%i fps is %i', (num, den, frames) => {
    expect(gopFrames({ num, den })).toBe(frames)
  })
})
