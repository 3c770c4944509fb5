import { describe, expect, it } from 'vitest'
import { encoderArgs, encoderProfiles, gopFrames } from '../../src/encoder/encoder-profiles.ts'
import { filmSchema } from '../../src/film/film-schema.ts'

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
    for (const profile of encoderProfiles) {
      const levels = qualities.map((quality) => {
        const options = profile.quality[quality]
        return Number(options[options.findIndex((option) => option === '-crf' || option === '-cq') + 1])
      })
      expect(levels).toEqual(levels.toSorted((a, b) => b - a))
      expect(new Set(levels).size).toBe(3)
    }
  })

  it('give NVENC a constant quality that no bit rate limits', () => {
    const nvenc = encoderProfiles.filter(({ device }) => device === 'gpu')
    for (const { quality } of nvenc) for (const level of qualities) expect(quality[level].join(' ')).toContain('-b:v 0')
  })

  it('have every option as a pair of a name and a value, without spaces that a splitter could take for two', () => {
    for (const profile of encoderProfiles) {
      for (const quality of qualities) {
        const args = encoderArgs(profile, quality, { num: 30, den: 1 })
        expect(args.length % 2).toBe(0)
        for (const [index, arg] of args.entries()) {
          expect(/\s/.test(arg)).toBe(false)
          expect(arg.startsWith('-'), `${profile.name}: ${arg}`).toBe(index % 2 === 0)
        }
      }
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
