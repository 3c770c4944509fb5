import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { clipOf, hear, loudnessOf, mixOf, musicOf } from '../support/sounds.ts'
import { sine, writeWave, type Wave } from '../support/waves.ts'
import { tempFolder } from '../support/temp-folder.ts'

const samples = join(import.meta.dirname, '../../samples')

/** The sample's music under two of its voices: what films are made of, with peaks 17 dB above its loudness. */
async function narrated() {
  const voices = [
    await clipOf(join(samples, 'voice/01.ogg'), { startS: 0.5, lengthS: 4.5 }),
    await clipOf(join(samples, 'voice/02.ogg'), { startS: 6, lengthS: 4.5 }),
  ]
  return { durationS: 12, voices, music: await musicOf([join(samples, 'music.ogg')], { volume: 0.25 }) }
}

async function tone(wave: Wave, seconds = 4): Promise<string> {
  return writeWave(join(await tempFolder(), 'tone.wav'), { seconds, waves: [wave, wave] })
}

describe('the loudness of a film', () => {
  it.each([
    ['aac', -14, -1],
    ['aac', -23, -1],
    ['aac', -12, -1.5],
    ['opus', -14, -1],
    ['pcm', -16, -2],
  ] as const)(
    'comes out as %s at %d LUFS with no peak above %d dBTP, measured by FFmpeg on the coded sound',
    async (codec, targetLufs, truePeakDb) => {
      const { path, report } = await hear(mixOf({ ...(await narrated()), loudness: { targetLufs, truePeakDb } }), { codec })
      const measured = await loudnessOf(path)
      expect(Math.abs(measured.integratedLufs - targetLufs)).toBeLessThanOrEqual(0.5)
      expect(measured.truePeakDb).toBeLessThanOrEqual(truePeakDb)
      // FFmpeg says its figures to one place.
      expect(Math.abs((report.delivered.integratedLufs ?? 0) - measured.integratedLufs)).toBeLessThan(0.15)
      expect(Math.abs((report.delivered.truePeakDb ?? 0) - measured.truePeakDb)).toBeLessThan(0.15)
    },
  )

  it('is measured as FFmpeg measures it, before and after', async () => {
    const plain = await hear(mixOf({ ...(await narrated()), loudness: { targetLufs: null, truePeakDb: 0 } }))
    const measured = await loudnessOf(plain.path)
    expect(plain.report).toMatchObject({ gainDb: 0, limitedDb: 0, targetLufs: null })
    expect(Math.abs((plain.report.mixed.integratedLufs ?? 0) - measured.integratedLufs)).toBeLessThan(0.1)
    expect(Math.abs((plain.report.mixed.truePeakDb ?? 0) - measured.truePeakDb)).toBeLessThan(0.1)
  })

  it('is reached by one gain alone where the peaks leave room: nothing is compressed', async () => {
    const quiet = await clipOf(await tone(sine(997, 0.01)), { lengthS: 4 })
    const { report, channels } = await hear(mixOf({ durationS: 4, voices: [quiet], loudness: { targetLufs: -14, truePeakDb: -1 } }))
    expect(report.limitedDb).toBe(0)
    const gain = 10 ** (report.gainDb / 20)
    let largest = 0
    channels[0]?.forEach((sample, index) => (largest = Math.max(largest, Math.abs(sample - gain * sine(997, 0.01)(index / 48_000)))))
    expect(largest).toBeLessThan(1e-4)
    expect(report.delivered.integratedLufs).toBeCloseTo(-14, 1)
  })

  it('is as mixed where the target is off, but for peaks above the limit', async () => {
    const loud = await clipOf(await tone(sine(997, 0.9)), { lengthS: 4, volume: 2 })
    const { path, report } = await hear(mixOf({ durationS: 4, voices: [loud], loudness: { targetLufs: null, truePeakDb: -1 } }), { codec: 'aac' })
    expect(report.gainDb).toBe(0)
    expect(report.mixed.truePeakDb).toBeCloseTo(20 * Math.log10(1.8), 1)
    expect((await loudnessOf(path)).truePeakDb).toBeLessThanOrEqual(-1)
  })

  it.each([
    ['only silence', () => 0],
    ['only noise below what is measured', sine(997, 1e-5)],
  ] as const)('is left alone in a film with %s', async (_what, wave) => {
    const silent = await clipOf(await tone(wave, 2), { lengthS: 2 })
    const { report, channels } = await hear(mixOf({ durationS: 2, voices: [silent], loudness: { targetLufs: -14, truePeakDb: -1 } }), {
      codec: 'aac',
    })
    expect(report).toMatchObject({ gainDb: 0, limitedDb: 0, mixed: { integratedLufs: null }, delivered: { integratedLufs: null } })
    expect(Math.max(...(channels[0] ?? []).map(Math.abs))).toBeLessThan(1e-4)
    expect(JSON.parse(JSON.stringify(report))).toEqual(report)
  })

  it('is left alone in a film too short to be measured', async () => {
    const short = await clipOf(await tone(sine(997, 0.1), 0.3), { lengthS: 0.3 })
    const { report } = await hear(mixOf({ durationS: 0.3, voices: [short], loudness: { targetLufs: -14, truePeakDb: -1 } }))
    expect(report).toMatchObject({ gainDb: 0, mixed: { integratedLufs: null } })
  })

  it('is not forced beyond what its peaks allow: the limiter takes 20 dB at most, and the report has what came out', async () => {
    const { report } = await hear(mixOf({ ...(await narrated()), loudness: { targetLufs: -5, truePeakDb: -6 } }), { codec: 'aac' })
    expect(report.limitedDb).toBeLessThanOrEqual(20.01)
    expect(report.delivered.integratedLufs).toBeLessThan(-10)
    expect(report.delivered.truePeakDb).toBeLessThanOrEqual(-6)
  })

  it('is never raised by more than 40 dB: a film of noise stays quiet', async () => {
    const faint = await clipOf(await tone(sine(997, 0.0005)), { lengthS: 4 })
    const { report } = await hear(mixOf({ durationS: 4, voices: [faint], loudness: { targetLufs: -14, truePeakDb: -1 } }))
    expect(report.gainDb).toBeCloseTo(40, 6)
  })

  it('of a mono film is measured on its one channel', async () => {
    const { path, report } = await hear(mixOf({ ...(await narrated()), channels: 1, loudness: { targetLufs: -16, truePeakDb: -1 } }), {
      codec: 'aac',
    })
    expect(Math.abs((await loudnessOf(path)).integratedLufs + 16)).toBeLessThanOrEqual(0.5)
    expect(report.delivered.truePeakDb).toBeLessThanOrEqual(-1)
  })

  it.each(['aac', 'opus', 'pcm'] as const)('of a part is that of the same seconds of the whole, also where a limiter works: %s', async (codec) => {
    // Coding changes what the limiter has done, and a quiet part is changed by another amount than the whole.
    const mix = mixOf({ ...(await narrated()), loudness: { targetLufs: -10, truePeakDb: -1 } })
    const window = { fromS: 5, durationS: 3 }
    const [whole, part] = [await hear(mix, { codec }), await hear(mix, { codec, window })]
    expect(whole.report.limitedDb).toBeGreaterThan(6)
    const rmsDb = (wave: Float32Array = new Float32Array()) => 10 * Math.log10(wave.reduce((sum, sample) => sum + sample * sample, 0) / wave.length)
    const [inWhole, alone] = [rmsDb(whole.channels[0]?.slice(5 * 48_000, 8 * 48_000)), rmsDb(part.channels[0])]
    expect(Math.abs(alone - inWhole)).toBeLessThan(0.05)
    expect(part.report).toMatchObject({ isPart: true, gainDb: whole.report.gainDb, limitedDb: whole.report.limitedDb })
  })
})
