import { join } from 'node:path'
import { expect, describe, it } from 'vitest'
import { renderSound } from '../../src/farm/render-sound.ts'
import { parseFilm } from '../../src/film/parse-film.ts'
import { dataFolderAt } from '../../src/storage/data-folder.ts'
import { trustingPolicy } from '../../src/storage/fetch/asset-policy.ts'
import { noSignal } from '../support/capture.ts'
import { decode, levelOf, loudnessOf } from '../support/sounds.ts'
import { sine, writeWave } from '../support/waves.ts'
import { tempFolder } from '../support/temp-folder.ts'

/** Tones that can be told apart in a mix; each lasts so many seconds, at an amplitude of 0.2. */
const tones = { voice: [440, 2], effect: [880, 1], music: [220, 2], calm: [330, 2] } as const
/** The amplitude of a tone that is heard as it is, in dB. */
const asItIs = 20 * Math.log10(0.2)
const half = 20 * Math.log10(0.5)
const silence = -80

/** The sound of a film as it is delivered: how loud a tone is in a span, and the file. */
async function soundOf(film: { readonly scenes: readonly object[] } & Readonly<Record<string, unknown>>) {
  const folder = await tempFolder()
  await Promise.all(
    Object.entries(tones).map(([name, [hertz, seconds]]) => writeWave(join(folder, `${name}.wav`), { seconds, waves: [sine(hertz, 0.2)] })),
  )
  // No picture is looked at.
  const scenes = film.scenes.map((scene) => ({ image: 'none.jpg', ...scene }))
  const parsed = parseFilm({ version: 1, loudness: { target: 'off', truePeak: 0 }, ...film, scenes }, folder)
  const order = {
    film: parsed,
    outputPath: join(folder, 'film.wav'),
    codec: 'pcm',
    dataFolder: dataFolderAt(folder),
    policy: trustingPolicy,
  } as const
  const { output, durationS, sound } = await renderSound(order, noSignal, () => undefined)
  const decoded = await decode(output)
  const level = (tone: keyof typeof tones, fromS: number, toS: number) => levelOf(decoded, tones[tone][0], { fromS, toS })
  return { ...decoded, level, durationS, sound, output }
}

describe('what a film says of its sound is heard', () => {
  it('of a voiceover: offset, trim, volume, fades, and a scene of duration auto with its padding; in mono at 44.1 kHz', async () => {
    const voiceover = { source: 'voice.wav', offset: 0.5, trim: { start: 0.5, end: 1.5 }, volume: 2, fadeIn: 0.2, fadeOut: 0.4 }
    const scenes = [
      { duration: 'auto', padding: 1, voiceover },
      { duration: 1, voiceover: { source: 'voice.wav', trim: { end: 0.5 } } },
    ]
    const { channels, sampleRate, level, durationS } = await soundOf({ sound: { channels: 'mono', sampleRate: 44_100 }, scenes })
    expect({ durationS, sampleRate, lengths: channels.map(({ length }) => length) }).toEqual({
      durationS: 3.5,
      sampleRate: 44_100,
      lengths: [3.5 * 44_100],
    })
    expect(level('voice', 0, 0.5)).toBeLessThan(silence)
    expect(level('voice', 0.59, 0.61)).toBeCloseTo(asItIs, 0)
    expect(level('voice', 0.8, 1)).toBeCloseTo(asItIs - half, 1)
    expect(level('voice', 1.29, 1.31)).toBeCloseTo(asItIs, 0)
    expect(level('voice', 1.5, 2.5)).toBeLessThan(silence)
    expect(level('voice', 2.5, 3)).toBeCloseTo(asItIs, 1)
    expect(level('voice', 3, 3.5)).toBeLessThan(silence)
  })

  it('of an effect: its time in its scene, trim, volume and fades; in stereo at 48 kHz', async () => {
    const effect = { source: 'effect.wav', at: 0.5, trim: { start: 0.2, end: 0.8 }, volume: 0.5, fadeIn: 0.2, fadeOut: 0.2 }
    const { channels, sampleRate, level } = await soundOf({ scenes: [{ duration: 1 }, { duration: 2, sounds: [effect] }] })
    expect({ count: channels.length, sampleRate }).toEqual({ count: 2, sampleRate: 48_000 })
    expect(channels[1]).toEqual(channels[0])
    expect(level('effect', 0, 1.5)).toBeLessThan(silence)
    expect(level('effect', 1.59, 1.61)).toBeCloseTo(asItIs + 2 * half, 0)
    expect(level('effect', 1.75, 1.85)).toBeCloseTo(asItIs + half, 1)
    expect(level('effect', 1.99, 2.01)).toBeCloseTo(asItIs + 2 * half, 0)
    expect(level('effect', 2.1, 3)).toBeLessThan(silence)
  })

  it('of music: trim, volume, fades, an end without a loop', async () => {
    const music = { source: 'music.wav', trim: { start: 0.5, end: 2 }, volume: 0.5, loop: false, fadeIn: 0.2, fadeOut: 0.4 }
    const { level } = await soundOf({ music, scenes: [{ duration: 3 }] })
    expect(level('music', 0.09, 0.11)).toBeCloseTo(asItIs + 2 * half, 0)
    expect(level('music', 0.5, 1)).toBeCloseTo(asItIs + half, 1)
    expect(level('music', 1.29, 1.31)).toBeCloseTo(asItIs + 2 * half, 0)
    expect(level('music', 1.5, 3)).toBeLessThan(silence)
  })

  it('of a playlist: trims and volumes of its tracks, crossfade, loop, envelope', async () => {
    const playlist = [
      { source: 'music.wav', trim: { end: 1 } },
      { source: 'calm.wav', trim: { start: 0.5, end: 1.5 }, volume: 0.5 },
    ]
    const envelope = [
      { at: 0, gain: 1 },
      { at: 3, gain: 1 },
      { at: 3.2, gain: 0.5 },
    ]
    const music = { playlist, crossfade: 0.2, volume: 1, fadeIn: 0, fadeOut: 0, envelope }
    const { level } = await soundOf({ music, scenes: [{ duration: 4 }] })
    // Tracks begin at 0, 0.8, 1.6, 2.4 and 3.2 s, and each sounds with the next for the last 0.2 s.
    expect(level('music', 0.1, 0.7)).toBeCloseTo(asItIs, 1)
    expect(level('calm', 0.1, 0.7)).toBeLessThan(silence)
    expect(level('calm', 1.1, 1.5)).toBeCloseTo(asItIs + half, 1)
    expect(level('music', 0.88, 0.92)).toBeCloseTo(asItIs - 3, 0)
    expect(level('music', 1.9, 2.3)).toBeCloseTo(asItIs, 1)
    expect(level('music', 3.5, 3.9)).toBeCloseTo(asItIs + half, 1)
  })

  it('of ducking: depth, attack, release, hold, threshold', async () => {
    const ducking = { depth: 20, attack: 0.2, release: 0.4, hold: 0.3, threshold: -30 }
    const music = { source: 'music.wav', volume: 1, fadeIn: 0, fadeOut: 0 }
    const scenes = [
      { duration: 3, voiceover: { source: 'voice.wav', offset: 1, trim: { end: 0.5 } } },
      { duration: 2, voiceover: { source: 'voice.wav', trim: { end: 1 }, volume: 0.1 } },
    ]
    const { level } = await soundOf({ music: { ...music, ducking }, scenes })
    expect(level('music', 0.2, 0.8)).toBeCloseTo(asItIs, 1)
    expect(level('music', 0.89, 0.91)).toBeCloseTo(asItIs - 10, 0)
    expect(level('music', 1.1, 1.4)).toBeCloseTo(asItIs - 20, 1)
    expect(level('music', 1.69, 1.71)).toBeCloseTo(asItIs - 10, 0)
    // The second voice is below the threshold.
    expect(level('music', 3.1, 3.9)).toBeCloseTo(asItIs, 1)
    const deaf = await soundOf({ music: { ...music, ducking: { ...ducking, threshold: -50 } }, scenes })
    expect(deaf.level('music', 3.1, 3.9)).toBeCloseTo(asItIs - 20, 1)
    const held = await soundOf({ music: { ...music, ducking: { ...ducking, threshold: -50, hold: 2 } }, scenes })
    expect([level('music', 2.2, 2.6), held.level('music', 2.2, 2.6)]).toEqual([expect.closeTo(asItIs, 1), expect.closeTo(asItIs - 20, 1)])
  })

  it('of loudness: target and true peak', async () => {
    const scenes = [{ duration: 2, voiceover: { source: 'voice.wav' } }]
    const { output, sound } = await soundOf({ loudness: { target: -20, truePeak: -1 }, scenes })
    expect((await loudnessOf(output)).integratedLufs).toBeCloseTo(-20, 0)
    expect(sound.limitedDb).toBe(0)
    const held = await soundOf({
      loudness: { target: 'off', truePeak: -10 },
      scenes: [{ ...scenes[0], voiceover: { source: 'voice.wav', volume: 4 } }],
    })
    expect((await loudnessOf(held.output)).truePeakDb).toBeLessThanOrEqual(-10)
  })
})
