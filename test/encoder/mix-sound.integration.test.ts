import { execFile } from 'node:child_process'
import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { findFfmpeg } from '../../src/encoder/find-ffmpeg.ts'
import { mixSound } from '../../src/encoder/mix-sound.ts'
import type { Ducking } from '../../src/film/film-sound.ts'
import { clipOf, decode, hear, levelOf, mixOf, musicOf } from '../support/sounds.ts'
import { clickAt, sine, writeWave, type Wave } from '../support/waves.ts'
import { tempFolder } from '../support/temp-folder.ts'
import { thrownBy } from '../support/thrown-by.ts'

const rate = 48_000

/** A WAV of one wave on both channels. */
async function stereo(seconds: number, wave: Wave, name = 'sound.wav'): Promise<string> {
  return writeWave(join(await tempFolder(), name), { seconds, waves: [wave, wave] })
}

/** Places of samples that are louder than half. */
function loudPlaces(samples: Float32Array | undefined): readonly number[] {
  return [...(samples ?? [])].flatMap((sample, index) => (Math.abs(sample) > 0.4 ? [index] : []))
}

function largestDifference(samples: Float32Array | undefined, expected: (index: number) => number, from = 0, to = samples?.length ?? 0): number {
  let largest = 0
  for (let index = from; index < to; index++) largest = Math.max(largest, Math.abs((samples?.[index] ?? 0) - expected(index)))
  return largest
}

describe('a clip', () => {
  it.each([0, 0.5, 16 / 3, 7.9991])('that starts at %f s is heard from that very sample on, and nothing before it', async (startS) => {
    const click = await stereo(0.1, clickAt(0))
    const { channels } = await hear(mixOf({ durationS: 8.2, voices: [await clipOf(click, { startS, lengthS: 0.1 })] }))
    const first = Math.round(startS * rate)
    expect(loudPlaces(channels[0])).toEqual(Array.from({ length: 8 }, (_, index) => first + index))
    expect(loudPlaces(channels[1])).toEqual(loudPlaces(channels[0]))
    expect(channels[0]).toHaveLength(Math.round(8.2 * rate))
  })

  it('is trimmed to the sample at both ends', async () => {
    const clicks = await stereo(2, (timeS) => clickAt(0.5)(timeS) + clickAt(1)(timeS) + clickAt(1.5)(timeS))
    const { channels } = await hear(
      mixOf({ durationS: 3, effects: [await clipOf(clicks, { startS: 1, trimStartS: 1 - 3 / rate, lengthS: 0.5 + 6 / rate })] }),
    )
    // Of the third click three samples are left.
    const last = Math.round(1.5 * rate) + 3
    expect(loudPlaces(channels[0])).toEqual([...Array.from({ length: 8 }, (_, index) => rate + 3 + index), last, last + 1, last + 2])
  })

  it('has its volume, and fades that go straight from nothing to it and back', async () => {
    const tone = await stereo(2, () => 0.5)
    const { channels } = await hear(mixOf({ durationS: 2, voices: [await clipOf(tone, { lengthS: 2, volume: 0.5, fadeInS: 0.4, fadeOutS: 0.8 })] }))
    const shape = (index: number) => 0.25 * Math.min(1, (index + 0.5) / (0.4 * rate), (2 * rate - index - 0.5) / (0.8 * rate))
    expect(largestDifference(channels[0], shape)).toBeLessThan(1e-5)
  })

  it('is cut off where the film ends, and leaves no gap where two meet', async () => {
    const tone = await stereo(1, () => 0.25)
    const voices = [
      await clipOf(tone, { startS: 0, lengthS: 1 }),
      await clipOf(tone, { startS: 1, lengthS: 1 }),
      await clipOf(tone, { startS: 2, lengthS: 1 }),
    ]
    const { channels } = await hear(mixOf({ durationS: 2.5, voices }))
    expect(channels[0]).toHaveLength(2.5 * rate)
    expect(largestDifference(channels[0], () => 0.25)).toBeLessThan(1e-6)
  })

  it('adds to what else is heard', async () => {
    const [low, high] = [await stereo(1, sine(200, 0.1)), await stereo(1, sine(900, 0.2))]
    const heard = await hear(mixOf({ durationS: 1, voices: [await clipOf(low, { lengthS: 1 })], effects: [await clipOf(high, { lengthS: 1 })] }))
    const expected = (index: number) => sine(200, 0.1)(index / rate) + sine(900, 0.2)(index / rate)
    expect(largestDifference(heard.channels[0], expected)).toBeLessThan(1e-6)
  })
})

describe('music', () => {
  it('that loops has neither a gap nor a click at the seam', async () => {
    // 220 periods in a second: the end of the track goes on in its start without a step.
    const track = await stereo(1, sine(220, 0.3))
    const { channels } = await hear(mixOf({ durationS: 3.5, music: await musicOf([track]) }))
    expect(largestDifference(channels[0], (index) => sine(220, 0.3)(index / rate))).toBeLessThan(1e-5)
  })

  it.each([
    ['FLAC at 44.1 kHz', 'flac', ['-ar', '44100']],
    ['MP3', 'mp3', ['-b:a', '256k']],
    ['AAC', 'm4a', ['-b:a', '256k']],
  ])('that loops as %s has no gap at the seam either: what an encoder has filled up is not heard', async (_kind, extension, options) => {
    const wave = await stereo(1, sine(220, 0.3))
    const track = join(await tempFolder(), `track.${extension}`)
    await promisify(execFile)(findFfmpeg().ffmpeg, ['-v', 'error', '-i', wave, ...options, track])
    const heard = await hear(mixOf({ durationS: 3.6, music: await musicOf([track]) }))
    const away = levelOf(heard, 220, { fromS: 0.4, toS: 0.5 })
    for (const seam of [1, 2, 3]) expect(levelOf(heard, 220, { fromS: seam - 2 / 220, toS: seam + 2 / 220 })).toBeCloseTo(away, 0)
    const quietest = [...Array(300).keys()].map((part) =>
      Math.max(...(heard.channels[0] ?? []).slice(24_000 + part * 240, 24_240 + part * 240).map(Math.abs)),
    )
    expect(Math.min(...quietest)).toBeGreaterThan(0.2)
  })

  it('of the sample film loops to the sample, from Ogg Vorbis', async () => {
    const path = join(import.meta.dirname, '../../samples/music.ogg')
    const track = (await decode(path)).channels[0] ?? new Float32Array()
    const music = await musicOf([path])
    const tracks = music.tracks.map((only) => ({ ...only, trimStartS: 52 }))
    const { channels } = await hear(mixOf({ durationS: 4, music: { ...music, tracks } }))
    const part = track.subarray(52 * rate)
    expect(part.length).toBe(64_000)
    expect(largestDifference(channels[0], (index) => part[index % part.length] ?? 0)).toBeLessThan(1e-6)
  })

  it('that does not loop ends, with its fade before its own end', async () => {
    const track = await stereo(1, () => 0.4)
    const { channels } = await hear(mixOf({ durationS: 3, music: await musicOf([track], { loop: false, fadeOutS: 0.5 }) }))
    expect(channels[0]?.[0.4 * rate]).toBeCloseTo(0.4, 4)
    expect(channels[0]?.[0.75 * rate]).toBeCloseTo(0.2, 3)
    expect(largestDifference(channels[0], () => 0, rate)).toBeLessThan(1e-6)
  })

  it('fades in at the start and out at the end of the film', async () => {
    const track = await stereo(1, () => 0.4)
    const { channels } = await hear(mixOf({ durationS: 4, music: await musicOf([track], { fadeInS: 1, fadeOutS: 2 }) }))
    const shape = (index: number) => 0.4 * Math.min(1, index / rate, (4 * rate - index) / (2 * rate))
    expect(largestDifference(channels[0], shape)).toBeLessThan(1e-4)
  })

  it('plays a list in order, each track from the sample after the one before, and then again from the first', async () => {
    const tracks = [await stereo(0.5, () => 0.1), await stereo(0.25, () => 0.2), await stereo(1, () => 0.3)]
    const music = await musicOf(tracks)
    const [first, second, third] = music.tracks
    if (!first || !second || !third) throw new Error('three tracks')
    const playlist = { ...music, tracks: [first, { ...second, volume: 2 }, { ...third, trimStartS: 0.5, lengthS: 0.25 }] }
    const { channels } = await hear(mixOf({ durationS: 2.5, music: playlist }))
    const expected = (index: number) => {
      const timeS = (index / rate) % 1
      return timeS < 0.5 ? 0.1 : timeS < 0.75 ? 0.4 : 0.3
    }
    expect(largestDifference(channels[0], expected)).toBeLessThan(1e-5)
  })

  it('crossfades from track to track and at the seam of the loop, at the power of one track', async () => {
    const [low, high] = [await stereo(1, sine(200, 0.2)), await stereo(1, sine(900, 0.2))]
    const heard = await hear(mixOf({ durationS: 4, music: await musicOf([low, high], { crossfadeS: 0.2 }) }))
    // Tracks begin at 0, 0.8, 1.6, 2.4 s. In the middle of a crossfade each has 3 dB less.
    for (const middle of [0.9, 1.7, 2.5]) {
      for (const hertz of [200, 900]) {
        expect(levelOf(heard, hertz, { fromS: middle - 0.01, toS: middle + 0.01 })).toBeCloseTo(20 * Math.log10(0.2) - 3.01, 0)
      }
    }
    expect(levelOf(heard, 900, { fromS: 0.5, toS: 0.8 })).toBeLessThan(-60)
    expect(levelOf(heard, 200, { fromS: 1.1, toS: 1.6 })).toBeLessThan(-60)
    expect(levelOf(heard, 200, { fromS: 1.9, toS: 2.3 })).toBeCloseTo(20 * Math.log10(0.2), 1)
  })

  it('follows its envelope, in straight lines between the points', async () => {
    const track = await stereo(1, () => 0.2)
    const envelope = [
      { at: 0.5, gain: 0.5 },
      { at: 1.5, gain: 2 },
      { at: 2, gain: 0 },
    ]
    const { channels } = await hear(mixOf({ durationS: 2.5, music: await musicOf([track], { envelope, volume: 0.5 }) }))
    const at = (timeS: number) => channels[0]?.[Math.round(timeS * rate)] ?? NaN
    expect([0, 0.25, 0.5, 1, 1.5, 1.75, 2, 2.4].map((timeS) => Number(at(timeS).toFixed(3)))).toEqual([0.05, 0.05, 0.05, 0.125, 0.2, 0.1, 0, 0])
  })
})

describe('ducking', () => {
  const usual: Ducking = { depth: 12, attack: 0.3, release: 0.8, hold: 1, threshold: -45 }
  const music = 0.1
  const levelAt = (timeS: number, heard: Awaited<ReturnType<typeof hear>>) =>
    levelOf(heard, 500, { fromS: timeS - 0.01, toS: timeS + 0.01 }) - 20 * Math.log10(music)

  let folder: string
  let track: string
  let steady: string
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'framefarm-test-'))
    const write = (name: string, seconds: number, wave: Wave) => writeWave(join(folder, name), { seconds, waves: [wave, wave] })
    track = await write('music.wav', 1, sine(500, music))
    steady = await write('voice.wav', 2, sine(2000, 0.3))
  })
  afterAll(() => rm(folder, { recursive: true }))

  /** Music of 500 Hz under a voice of 2 kHz from 3 to 5 s. */
  async function ducked(ducking: Partial<Ducking> | null, voice?: Wave) {
    const spoken = voice ? await stereo(2, voice) : steady
    const settings = ducking && { ...usual, ...ducking }
    return hear(
      mixOf({ durationS: 8, voices: [await clipOf(spoken, { startS: 3, lengthS: 2 })], music: await musicOf([track], { ducking: settings }) }),
    )
  }

  it.each([6, 12, 20])('takes the music down by %d dB while the voice is heard, and not by more or less', async (depth) => {
    const heard = await ducked({ depth })
    for (const timeS of [3.02, 3.5, 4, 4.98]) expect(levelAt(timeS, heard)).toBeCloseTo(-depth, 1)
    for (const timeS of [0.1, 1, 2.6, 5.9, 7.5]) expect(levelAt(timeS, heard)).toBeCloseTo(0, 1)
    expect(levelOf(heard, 2000, { fromS: 3.5, toS: 4.5 })).toBeCloseTo(20 * Math.log10(0.3), 1)
  })

  it('goes down before the voice begins within the attack, and up after it within the release, evenly in dB', async () => {
    const heard = await ducked({ depth: 12, attack: 0.4, release: 1 })
    expect(levelAt(2.8, heard)).toBeCloseTo(-6, 0)
    expect(levelAt(2.7, heard)).toBeCloseTo(-3, 0)
    expect(levelAt(5.5, heard)).toBeCloseTo(-6, 0)
    expect(levelAt(5.75, heard)).toBeCloseTo(-3, 0)
  })

  it('stays down in pauses that are not longer than the hold, and comes up in longer ones', async () => {
    const pausing: Wave = (timeS) => (timeS < 0.5 || timeS > 1.5 ? sine(2000, 0.3)(timeS) : 0)
    const held = await ducked({ release: 0.2, attack: 0.2, hold: 1.1 }, pausing)
    const free = await ducked({ release: 0.2, attack: 0.2, hold: 0.5 }, pausing)
    expect(levelAt(4, held)).toBeCloseTo(-12, 1)
    expect(levelAt(4, free)).toBeCloseTo(0, 1)
    expect(levelAt(3.25, free)).toBeCloseTo(-12, 1)
  })

  it('takes no notice of what is in the voice below the threshold', async () => {
    const noisy: Wave = (timeS) => (timeS > 1 ? sine(2000, 0.3)(timeS) : sine(2000, 0.001)(timeS))
    const heard = await ducked({ threshold: -45 }, noisy)
    expect(levelAt(3.3, heard)).toBeCloseTo(0, 1)
    expect(levelAt(4.5, heard)).toBeCloseTo(-12, 1)
    expect(levelAt(3.3, await ducked({ threshold: -70 }, noisy))).toBeCloseTo(-12, 1)
  })

  it('leaves the music alone where it is not asked for, and under effects', async () => {
    expect(levelAt(4, await ducked(null))).toBeCloseTo(0, 1)
    const effect = await stereo(1, sine(2000, 0.3))
    const heard = await hear(
      mixOf({ durationS: 3, effects: [await clipOf(effect, { startS: 1, lengthS: 1 })], music: await musicOf([track], { ducking: usual }) }),
    )
    expect(levelAt(1.5, heard)).toBeCloseTo(0, 1)
  })
})

describe('the sound of a film', () => {
  it.each([8000, 22_050, 44_100, 48_000, 96_000])(
    'has sounds of %d samples a second at their pitch and place, mono or stereo',
    async (sampleRate) => {
      const folder = await tempFolder()
      const mono = await writeWave(join(folder, 'mono.wav'), { sampleRate, seconds: 1, waves: [sine(440, 0.2)] })
      const left = await writeWave(join(folder, 'left.wav'), { sampleRate, seconds: 1, waves: [sine(440, 0.2), () => 0] })
      const heard = await hear(
        mixOf({ durationS: 4, voices: [await clipOf(mono, { startS: 1, lengthS: 1 }), await clipOf(left, { startS: 2.5, lengthS: 1 })] }),
      )
      for (const channel of [0, 1]) expect(levelOf(heard, 440, { fromS: 1.2, toS: 1.7, channel })).toBeCloseTo(20 * Math.log10(0.2), 1)
      expect(levelOf(heard, 440, { fromS: 2.7, toS: 3.2, channel: 0 })).toBeCloseTo(20 * Math.log10(0.2), 1)
      expect(levelOf(heard, 440, { fromS: 2.7, toS: 3.2, channel: 1 })).toBeLessThan(-80)
      expect(levelOf(heard, 440, { fromS: 0.5, toS: 0.95 })).toBeLessThan(-60)
      expect(levelOf(heard, 440, { fromS: 2.05, toS: 2.45 })).toBeLessThan(-60)
    },
  )

  it.each([
    ['aac', 44_100, 1],
    ['aac', 32_000, 2],
    ['pcm', 96_000, 1],
    ['pcm', 44_100, 2],
  ] as const)('as %s has the sample rate %d and the number of channels %d that were asked for', async (codec, sampleRate, channels) => {
    const folder = await tempFolder()
    const sides = await writeWave(join(folder, 'sides.wav'), { seconds: 2, waves: [sine(440, 0.2), sine(660, 0.2)] })
    const heard = await hear(mixOf({ durationS: 2, sampleRate, channels, voices: [await clipOf(sides, { lengthS: 2 })] }), { codec })
    expect(heard.sampleRate).toBe(sampleRate)
    expect(heard.channels).toHaveLength(channels)
    const half = channels === 1 ? 20 * Math.log10(0.1) : 20 * Math.log10(0.2)
    expect(levelOf(heard, 440, { fromS: 0.5, toS: 1.5, channel: 0 })).toBeCloseTo(half, 0)
    expect(levelOf(heard, 660, { fromS: 0.5, toS: 1.5, channel: channels - 1 })).toBeCloseTo(half, 0)
  })

  it('as Opus, for WebM, keeps its place to the sample', async () => {
    const click = await stereo(0.1, clickAt(0, 64))
    const heard = await hear(mixOf({ durationS: 3, voices: [await clipOf(click, { startS: 2, lengthS: 0.1 })] }), { codec: 'opus' })
    expect(heard.path).toMatch(/\.mka$/)
    const first = heard.channels[0]?.findIndex((sample) => Math.abs(sample) > 0.3) ?? 0
    expect(Math.abs(first - 2 * rate)).toBeLessThan(16)
  })

  it('sounds in a part of the film exactly as it does in the whole', async () => {
    const [voice, track] = [await stereo(2, sine(2000, 0.5)), await stereo(0.7, sine(500, 0.3))]
    const ducking: Ducking = { depth: 10, attack: 0.3, release: 0.5, hold: 1, threshold: -45 }
    const mix = mixOf({
      durationS: 6,
      voices: [await clipOf(voice, { startS: 1, lengthS: 2 })],
      music: await musicOf([track], { ducking, fadeInS: 1, fadeOutS: 2 }),
      loudness: { targetLufs: -10, truePeakDb: -9 },
    })
    const whole = await hear(mix)
    const part = await hear(mix, { window: { fromS: 2.5, durationS: 2 } })
    expect(whole.report.limitedDb).toBeGreaterThan(1)
    expect(part.channels[0]).toHaveLength(2 * rate)
    expect(part.channels[0]).toEqual(whole.channels[0]?.slice(2.5 * rate, 4.5 * rate))
  })

  it('may have more sounds than a process may have open files, and the same file many times', async () => {
    const click = await stereo(0.01, clickAt(0))
    const effect = await clipOf(click, { lengthS: 0.01 })
    const effects = Array.from({ length: 3000 }, (_, index) => ({ ...effect, startS: index / 1000 }))
    const { channels } = await hear(mixOf({ durationS: 3, effects }))
    expect(loudPlaces(channels[0])).toHaveLength(3000 * 8)
  })

  it('names the file in which FFmpeg finds nothing to decode', async () => {
    const empty = await writeWave(join(await tempFolder(), 'empty.wav'), { seconds: 0, waves: [() => 0] })
    const tone = await clipOf(await stereo(1, sine(440)), { lengthS: 1 })
    const file = { ...tone.file, path: empty, name: 'voice/empty.wav' }
    const error = await thrownBy(hear(mixOf({ durationS: 1, voices: [tone, { ...tone, file }] })))
    expect(error).toMatchObject({ code: 'ASSET_INVALID', message: 'voice/empty.wav has no sound in it that FFmpeg can decode' })
  })

  it('leaves nothing but itself behind', async () => {
    const folder = await tempFolder()
    const outputPath = join(await tempFolder(), 'sound.wav')
    const tone = await stereo(1, sine(440))
    await mixSound(
      findFfmpeg(),
      mixOf({ durationS: 1, voices: [await clipOf(tone, { lengthS: 1 })] }),
      { codec: 'pcm', folder, outputPath },
      new AbortController().signal,
    )
    const left = await readdir(folder, { recursive: true })
    expect(left.filter((name) => name.includes('.'))).toEqual([])
    expect((await decode(outputPath)).channels[0]).toHaveLength(rate)
  })
})
