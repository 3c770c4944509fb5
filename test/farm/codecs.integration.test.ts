import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { decodeSound, ffprobe, frameHashes } from '../support/ffprobe.ts'
import { ssimOf } from '../support/video-ssim.ts'
import { render } from '../support/render.ts'
import { writeSmallFilm } from '../support/small-film.ts'
import { tempFolder } from '../support/temp-folder.ts'

const pairs = [
  ['hevc', 'mp4', 'aac', 'hvc1'],
  ['av1', 'mp4', 'aac', 'av01'],
  ['vp9', 'mp4', 'aac', 'vp09'],
  ['h264', 'mov', 'aac', 'avc1'],
  ['hevc', 'mov', 'aac', 'hvc1'],
  ['prores', 'mov', 'pcm_s24le', 'apcn'],
  ['vp9', 'webm', 'opus', null],
  ['av1', 'webm', 'opus', null],
] as const

/** 27 frames a chunk at a rate of which no frame lasts whole milliseconds. */
const shape = { scenes: 3, seconds: 0.9, fps: '30000/1001' } as const

let folder: string
/** The same film in h264 at high quality. */
let reference: string

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'framefarm-test-'))
  const filmPath = await writeSmallFilm(folder, { ...shape, isSilent: true, quality: 'high' })
  reference = (await render({ filmPath, dataPath: folder })).output
})
afterAll(() => rm(folder, { recursive: true, force: true }))

describe('a film as', () => {
  it.each(pairs)('%s in %s has every frame of every chunk, its colours and its sound', async (codec, container, soundCodec, tag) => {
    const dataPath = await tempFolder()
    const filmPath = await writeSmallFilm(dataPath, { ...shape, quality: 'standard', codec })
    const report = await render({ filmPath, dataPath, outputPath: `${dataPath}/film.${container}` })
    const { video, audio } = await ffprobe(report.output)
    expect(video).toMatchObject({ codec_name: codec, width: 320, height: 180, r_frame_rate: '30000/1001', color_space: 'bt709', color_range: 'tv' })
    if (tag !== null) expect(video).toMatchObject({ codec_tag_string: tag })
    expect(audio).toMatchObject({ codec_name: soundCodec, sample_rate: '48000', channels: 2 })
    expect(await frameHashes(report.output)).toHaveLength(81)
    expect(report).toMatchObject({ frames: 81, chunks: { total: 3, reused: 0 } })
    const sound = await decodeSound(report.output)
    expect(Math.abs(sound.length - 81 * 1601.6)).toBeLessThan(1024)
    // The same pictures in the same order: a frame that were lost or doubled would shift all that follow.
    expect(Math.min(...(await ssimOf(report.output, reference)))).toBeGreaterThan(0.93)
  })

  it('a kind of file that cannot hold its codec is refused with what can be there instead', async () => {
    const dataPath = await tempFolder()
    const filmPath = await writeSmallFilm(dataPath, { scenes: 1, codec: 'h264' })
    const refused = render({ filmPath, dataPath, outputPath: `${dataPath}/film.webm` })
    await expect(refused).rejects.toMatchObject({ faults: [{ pointer: '/output/codec', value: 'h264', allowed: 'vp9, av1' }] })
    await expect(render({ filmPath, dataPath, outputPath: `${dataPath}/film.avi` })).rejects.toMatchObject({
      code: 'USAGE',
      message: /\.mp4.*\.webm/,
    })
  })

  it('has the quality and the preset that it asks for', async () => {
    const dataPath = await tempFolder()
    const encoded = async (wishes: Parameters<typeof writeSmallFilm>[1]) => {
      const filmPath = await writeSmallFilm(dataPath, { scenes: 1, isSilent: true, ...wishes })
      const { output } = await render({ filmPath, dataPath })
      const { video } = await ffprobe(output)
      return { profile: video?.['profile'], bits: Number(video?.['bit_rate']), frames: await frameHashes(output) }
    }
    const [draft, standard, high] = [await encoded({ quality: 'draft' }), await encoded({ quality: 'standard' }), await encoded({ quality: 'high' })]
    expect(high.frames).not.toEqual(standard.frames)
    // x264's ultrafast does without what the main and high profiles have.
    expect([draft.profile, standard.profile, high.profile]).toEqual(['Constrained Baseline', 'High', 'High'])
    const quick = await encoded({ quality: 'standard', preset: 'ultrafast', crf: 24 })
    const slow = await encoded({ quality: 'standard', preset: 'slow', crf: 24 })
    expect(quick.profile).toBe('Constrained Baseline')
    expect(slow.bits).toBeLessThan(quick.bits)
  })

  it('is smaller at a worse level, and at a bit rate near what was asked for', async () => {
    const dataPath = await tempFolder()
    const size = async (name: string, wishes: Parameters<typeof writeSmallFilm>[1]) => {
      const filmPath = await writeSmallFilm(dataPath, { scenes: 1, seconds: 4, width: 480, height: 270, isSilent: true, ...wishes })
      const { video } = await ffprobe((await render({ filmPath, dataPath, outputPath: `${dataPath}/${name}.mp4` })).output)
      return Number(video?.['bit_rate'])
    }
    const standard = await size('standard', { quality: 'standard' })
    expect(await size('worse', { quality: 'standard', crf: 35 })).toBeLessThan(standard / 2)
    for (const codec of ['h264', 'hevc', 'av1', 'vp9'] as const) {
      const low = await size(`${codec}-low`, { codec, bitrate: '100k', preset: 'veryfast' })
      expect(low).toBeLessThan(100e3 * 1.5)
      expect(await size(`${codec}-high`, { codec, bitrate: '300k', preset: 'veryfast' })).toBeGreaterThan(low * 1.3)
    }
  })
})
