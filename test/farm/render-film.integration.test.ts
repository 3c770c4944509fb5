import { mkdtemp, readdir, readFile, rm, stat, truncate, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { RenderReport } from '../../src/farm/render-report.ts'
import { decodeSound, ffprobe, frameHashes } from '../support/ffprobe.ts'
import { render } from '../support/render.ts'
import { writeSmallFilm } from '../support/small-film.ts'
import { tempFolder } from '../support/temp-folder.ts'

/** Changes a film file. The tests know their films, so the type is theirs. */
async function edit(path: string, change: (film: { scenes: Record<string, unknown>[]; [key: string]: unknown }) => void): Promise<void> {
  const film = JSON.parse(await readFile(path, 'utf8'))
  change(film)
  await writeFile(path, JSON.stringify(film))
}

describe('renderFilm', () => {
  let folder: string
  let report: RenderReport
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'framefarm-test-'))
    report = await render({ filmPath: await writeSmallFilm(folder), dataPath: folder })
  })
  afterAll(() => rm(folder, { recursive: true, force: true }))

  it('makes a film with exactly the frames, length, colours and sound that were asked for', async () => {
    const { video, audio, format } = await ffprobe(report.output)
    expect(video).toMatchObject({
      codec_name: 'h264',
      width: 320,
      height: 180,
      r_frame_rate: '30/1',
      nb_frames: '60',
      duration: '2.000000',
      pix_fmt: 'yuv420p',
    })
    expect(video).toMatchObject({ color_space: 'bt709', color_primaries: 'bt709', color_transfer: 'bt709', color_range: 'tv', start_pts: 0 })
    expect(audio).toMatchObject({ codec_name: 'aac', duration: '2.000000', sample_rate: '48000', channels: 2, start_pts: 0 })
    expect(format).toMatchObject({ duration: '2.000000' })
    expect(Math.abs((report.sound?.delivered.integratedLufs ?? 0) + 14)).toBeLessThanOrEqual(0.5)
    expect(report).toMatchObject({ frames: 60, durationS: 2, methods: [{ method: 'layers' }, { method: 'layers' }], encoder: { name: 'libx264' } })
  })

  it('puts the index before the data, so that a player can start while it loads', async () => {
    const bytes = await readFile(report.output)
    expect(bytes.indexOf('moov')).toBeLessThan(bytes.indexOf('mdat'))
  })

  it.each(['30000/1001', '24000/1001', '60000/1001', 25, 12])('is even and exact at %s frames per second', async (fps) => {
    const dataPath = await tempFolder()
    const film = await render({ filmPath: await writeSmallFilm(dataPath, { fps, scenes: 2, seconds: 0.9 }), dataPath })
    const [num = 0, den = 1] = String(fps).split('/').map(Number)
    const { video, audio } = await ffprobe(film.output)
    expect(video?.['r_frame_rate']).toBe(`${num}/${den}`)
    expect(video?.['nb_frames']).toBe(String(Math.round((1.8 * num) / den)))
    expect(Math.abs(Number(audio?.['duration']) - film.durationS)).toBeLessThan(0.001)
  })

  it.each(['screenshot', 'stream', 'layers'] as const)('gives the same frames twice by %s, with one slot or two', async (method) => {
    const dataPath = await tempFolder()
    const filmPath = await writeSmallFilm(dataPath, { isSilent: true })
    const hashes = []
    for (const slots of [2, 1, 2]) hashes.push(await frameHashes((await render({ filmPath, dataPath, slots, method, reuse: false })).output))
    expect(hashes[0]).toHaveLength(60)
    expect(new Set(hashes[0]).size).toBeGreaterThan(55)
    expect(hashes[1]).toEqual(hashes[0])
    expect(hashes[2]).toEqual(hashes[0])
  })

  it('puts each voice at its place, to the sample', async () => {
    const dataPath = await tempFolder()
    const filmPath = await writeSmallFilm(dataPath)
    await edit(filmPath, (film) => delete film['music'])
    const sound = await decodeSound((await render({ filmPath, dataPath })).output)
    // The last AAC frame is whole; players cut it by the edit list, and FFmpeg's decoder does not.
    expect(sound.length - 96_000).toBeGreaterThanOrEqual(0)
    expect(sound.length - 96_000).toBeLessThan(1024)
    const onsets = [0, 1].map((second) => sound.findIndex((value, index) => index >= second * 48_000 && Math.abs(value) > 0.02))
    // The voices start 0.1 s into their scenes; AAC smears an onset over some milliseconds.
    expect(Math.abs((onsets[0] ?? 0) - 4800)).toBeLessThan(300)
    expect(Math.abs((onsets[1] ?? 0) - 52_800)).toBeLessThan(300)
  })

  it('loops the music to the end of the film and fades it out', async () => {
    const dataPath = await tempFolder()
    const filmPath = await writeSmallFilm(dataPath)
    await edit(filmPath, (film) => {
      film['loudness'] = { target: 'off' }
      film.scenes.forEach((scene) => delete scene['voiceover'])
    })
    const sound = await decodeSound((await render({ filmPath, dataPath })).output)
    const loudness = (fromS: number, toS: number) => Math.max(...sound.subarray(fromS * 48_000, toS * 48_000).map(Math.abs))
    for (const atS of [0.4, 0.8, 1.2, 1.5]) expect(loudness(atS, atS + 0.1)).toBeGreaterThan(0.015)
    expect(loudness(1.97, 2)).toBeLessThan(0.005)
  })

  it.each([
    ['a track of silence, as long as the picture', undefined, { codec_name: 'aac', duration: '1.000000', channels: 1, sample_rate: '44100' }],
    ['no sound track if it says so', 'none', undefined],
  ])('gives a film in which nothing is heard %s', async (_what, whenSilent, track) => {
    const dataPath = await tempFolder()
    const filmPath = await writeSmallFilm(dataPath, { scenes: 1 })
    await edit(filmPath, (film) => {
      delete film['music']
      delete film.scenes[0]?.['voiceover']
      film['sound'] = { channels: 'mono', sampleRate: 44_100, ...(whenSilent && { whenSilent }) }
    })
    const { output, sound } = await render({ filmPath, dataPath })
    const { audio } = await ffprobe(output)
    if (!track) {
      expect({ audio, sound }).toEqual({ audio: undefined, sound: null })
      return
    }
    expect(audio).toMatchObject(track)
    expect(sound).toMatchObject({ mixed: { integratedLufs: null }, delivered: { truePeakDb: null } })
    expect((await decodeSound(output)).every((sample) => sample === 0)).toBe(true)
  })

  it('renders again only what has changed', async () => {
    const dataPath = await tempFolder()
    const filmPath = await writeSmallFilm(dataPath, { scenes: 3, isSilent: true })
    expect((await render({ filmPath, dataPath })).chunks).toEqual({ total: 3, reused: 0 })
    expect((await render({ filmPath, dataPath })).chunks).toEqual({ total: 3, reused: 3 })
    await edit(filmPath, (film) => Object.assign(film.scenes[1] ?? {}, { kenBurns: { preset: 'zoom-out', amount: 0.33 } }))
    expect((await render({ filmPath, dataPath })).chunks).toEqual({ total: 3, reused: 2 })
  })

  it('renders scenes that are the same only once', async () => {
    const dataPath = await tempFolder()
    const filmPath = await writeSmallFilm(dataPath, { scenes: 1, isSilent: true })
    await edit(filmPath, (film) => {
      const scene = { ...film.scenes[0], kenBurns: { preset: 'zoom-in' } }
      film.scenes = [scene, scene, scene]
    })
    const done: number[] = []
    const { output } = await render({ filmPath, dataPath, listen: (event) => event.type === 'frames' && done.push(event.done) })
    const hashes = await frameHashes(output)
    expect(hashes).toHaveLength(90)
    expect(hashes.slice(30)).toEqual([...hashes.slice(0, 30), ...hashes.slice(0, 30)])
    expect((await readdir(join(dataPath, 'chunks'))).filter((name) => name.endsWith('.mp4'))).toHaveLength(1)
    expect(done.at(-1)).toBe(90)
  })

  it('does not use a finished chunk that has been damaged since', async () => {
    const dataPath = await tempFolder()
    const filmPath = await writeSmallFilm(dataPath, { isSilent: true })
    const first = await frameHashes((await render({ filmPath, dataPath })).output)
    const [chunk = ''] = (await readdir(join(dataPath, 'chunks'))).filter((name) => name.endsWith('.mp4'))
    const path = join(dataPath, 'chunks', chunk)
    await truncate(path, (await stat(path)).size - 100)
    const again = await render({ filmPath, dataPath })
    expect(again.chunks.reused).toBe(1)
    expect(await frameHashes(again.output)).toEqual(first)
  })
})
