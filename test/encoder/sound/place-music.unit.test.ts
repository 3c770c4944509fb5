import { describe, expect, it } from 'vitest'
import { placeMusic } from '../../../src/encoder/sound/place-music.ts'
import type { MixMusic } from '../../../src/film/sound-mix.ts'

type Wish = { readonly lengths: readonly number[]; readonly film: number; readonly loop?: boolean; readonly crossfade?: number }

/** Start, length, fades of each placement; a second has 1000 samples, so that a length in samples is one in milliseconds. */
function placed({ lengths, film, loop = true, crossfade = 0 }: Wish) {
  const sounds = new Map(lengths.map((samples, index) => [`${index}`, { path: `${index}`, samples, channels: 2 as const }]))
  const tracks = lengths.map((_, index) => ({
    file: { path: `${index}`, name: '', durationS: 1, channels: 2 },
    trimStartS: 0,
    lengthS: null,
    volume: 1,
  }))
  const music: MixMusic = { tracks, volume: 1, loop, crossfadeS: crossfade / 1000, fadeInS: 0, fadeOutS: 0, envelope: [], ducking: null }
  return placeMusic(music, sounds, { samples: film, sampleRate: 1000 }).map(({ at, length, fadeIn, fadeOut }) => [at, length, fadeIn, fadeOut])
}

describe('placeMusic', () => {
  it('repeats a track from sample to sample until the film ends', () => {
    expect(placed({ lengths: [400], film: 1000 })).toEqual([
      [0, 400, 0, 0],
      [400, 400, 0, 0],
      [800, 400, 0, 0],
    ])
  })

  it('does not begin again where the music ends with the film, or is played once', () => {
    expect(placed({ lengths: [1000], film: 1000 })).toHaveLength(1)
    expect(placed({ lengths: [400, 100], film: 1000, loop: false })).toEqual([
      [0, 400, 0, 0],
      [400, 100, 0, 0],
    ])
  })

  it('begins the next track so much earlier as a crossfade lasts, also at the seam of the loop', () => {
    expect(placed({ lengths: [400, 300], film: 1000, crossfade: 50 })).toEqual([
      [0, 400, 0, 50],
      [350, 300, 50, 50],
      [600, 400, 50, 50],
      [950, 300, 50, 50],
    ])
  })

  it('has no crossfade at the end of music that is played once', () => {
    expect(placed({ lengths: [400, 300], film: 1000, crossfade: 50, loop: false }).at(-1)).toEqual([350, 300, 50, 0])
  })

  it('makes a crossfade no longer than half of the shorter track, so that no three sound together', () => {
    const all = placed({ lengths: [400, 20], film: 2000, crossfade: 300 })
    for (const [index, [at = 0]] of all.entries()) {
      const [before = 0, length = 0] = all[index - 2] ?? [-Infinity, 0]
      expect(at).toBeGreaterThanOrEqual(before + length)
    }
  })

  it('leaves out a track of which nothing is left, and is nothing where all are', () => {
    expect(placed({ lengths: [0, 500], film: 600 }).map(([at]) => at)).toEqual([0, 500])
    expect(placed({ lengths: [0], film: 600 })).toEqual([])
  })
})
