import { describe, expect, it } from 'vitest'
import { duckingGain, findSpeech } from '../../../src/encoder/sound/ducking.ts'
import type { SoundBlock } from '../../../src/encoder/sound/mix-blocks.ts'

/** Blocks of 700 samples at 1000 a second, loud where `isLoud`. */
async function* voices(seconds: number, isLoud: (timeS: number) => boolean): AsyncGenerator<SoundBlock> {
  for (let at = 0; at < seconds * 1000; at += 700) {
    yield {
      at,
      samples: Float32Array.from({ length: Math.min(700, seconds * 1000 - at) }, (_, index) => (isLoud((at + index) / 1000) ? 0.5 : 0.001)),
    }
  }
}

const format = { sampleRate: 1000, channels: 1 }

describe('findSpeech', () => {
  it('finds when something is louder than the threshold', async () => {
    const speech = await findSpeech(
      voices(3, (timeS) => timeS >= 1 && timeS < 2),
      { threshold: -45, hold: 0.5 },
      format,
    )
    expect(speech).toEqual([{ fromS: 1, toS: 2 }])
  })

  it('goes on through pauses as long as the hold, and not through longer ones', async () => {
    const pausing = () => voices(4, (timeS) => timeS < 1 || (timeS >= 1.5 && timeS < 2) || timeS >= 3)
    expect(await findSpeech(pausing(), { threshold: -45, hold: 0.6 }, format)).toEqual([
      { fromS: 0, toS: 2 },
      { fromS: 3, toS: 4 },
    ])
    expect(await findSpeech(pausing(), { threshold: -45, hold: 0 }, format)).toHaveLength(3)
  })

  it('finds nothing in silence', async () => {
    expect(
      await findSpeech(
        voices(2, () => false),
        { threshold: -45, hold: 1 },
        format,
      ),
    ).toEqual([])
  })
})

describe('duckingGain', () => {
  const speech = [
    { fromS: 1, toS: 2 },
    { fromS: 2.3, toS: 3 },
  ]
  const decibelsAt = (times: readonly number[], settings: Parameters<typeof duckingGain>[1]) => {
    const gainAt = duckingGain(speech, settings)
    return times.map((timeS) => Number((20 * Math.log10(gainAt(timeS))).toFixed(3)) + 0)
  }

  it('is at the depth while there is speech, and nothing away from it', () => {
    expect(decibelsAt([0, 0.5, 1, 1.5, 1.99, 2.3, 4.1], { depth: 12, attack: 0.4, release: 1 })).toEqual([0, 0, -12, -12, -12, -12, 0])
  })

  it('goes straight in dB, and in a short pause comes up only until it has to go down again', () => {
    expect(decibelsAt([0.8, 0.9, 2.1, 2.2, 3.5, 3.75], { depth: 12, attack: 0.4, release: 1 })).toEqual([-6, -9, -10.8, -9.6, -6, -3])
  })

  it('is a step where attack and release are 0', () => {
    expect(decibelsAt([0.999, 1, 1.999, 2.001], { depth: 20, attack: 0, release: 0 })).toEqual([0, -20, -20, 0])
  })
})
