import { execFile } from 'node:child_process'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import sharp from 'sharp'
import { describe, expect, it } from 'vitest'
import { findFfmpeg } from '../../src/encoder/find-ffmpeg.ts'
import { editFilm } from '../support/edit-film.ts'
import { ffprobe } from '../support/ffprobe.ts'
import { render } from '../support/render.ts'
import { tempFolder } from '../support/temp-folder.ts'

const size = { width: 320, height: 180 }

/** A film of two scenes, of which the picture is red, opaque, at its left, half transparent in its middle, and nothing at its right. */
async function writeAlphaFilm(folder: string, codec: string): Promise<string> {
  const third = (alpha: number) => ({ create: { width: 100, height: 180, channels: 4 as const, background: { r: 220, g: 40, b: 30, alpha } } })
  await sharp({ create: { ...size, channels: 4, background: { r: 0, g: 0, b: 0, alpha: 0 } } })
    .composite([
      { input: third(1), left: 0, top: 0 },
      { input: third(0.5), left: 100, top: 0 },
    ])
    .png()
    .toFile(join(folder, 'photo.png'))
  const scene = { image: 'photo.png', duration: 0.5, kenBurns: { startScale: 1 } }
  const film = {
    version: 1,
    output: { ...size, fps: 30, quality: 'standard', codec, alpha: true },
    scenes: [scene, { ...scene, transition: { type: 'fade', duration: 0.2 } }],
  }
  const path = join(folder, 'film.json')
  await writeFile(path, JSON.stringify(film))
  return path
}

/** Red, green, blue and alpha of one pixel in every frame. */
async function pixelsAt(path: string, codec: string, [x, y]: readonly [number, number]): Promise<readonly (readonly number[])[]> {
  // FFmpeg's own decoder of VP9 leaves the second stream out.
  const decoder = codec === 'vp9' ? ['-c:v', 'libvpx-vp9'] : []
  const args = ['-v', 'error', ...decoder, '-i', path, '-vf', `crop=2:2:${x}:${y},format=rgba`, '-f', 'rawvideo', '-']
  const { stdout } = await promisify(execFile)(findFfmpeg().ffmpeg, args, { encoding: 'buffer', maxBuffer: 1e8 })
  return Array.from({ length: stdout.length / 16 }, (_, frame) => [...stdout.subarray(frame * 16, frame * 16 + 4)])
}

describe('a film with transparency', () => {
  it.each([
    ['vp9', 'webm'],
    ['prores', 'mov'],
  ] as const)('in %s keeps it in every frame of every chunk, at its place and in its measure', async (codec, suffix) => {
    const dataPath = await tempFolder()
    const filmPath = await writeAlphaFilm(dataPath, codec)
    const { output, methods } = await render({ filmPath, dataPath, outputPath: join(dataPath, `film.${suffix}`) })
    expect(methods.map(({ method, reason }) => [method, reason])).toEqual(
      [0, 1].map(() => ['screenshot', 'the output keeps transparency, which only pictures of the page have']),
    )
    if (codec === 'prores')
      expect((await ffprobe(output)).video).toMatchObject({ codec_tag_string: 'ap4h', pix_fmt: expect.stringMatching(/^yuva444/) })
    const [opaque, half, nothing] = [
      await pixelsAt(output, codec, [50, 90]),
      await pixelsAt(output, codec, [150, 90]),
      await pixelsAt(output, codec, [310, 90]),
    ]
    expect(opaque).toHaveLength(30)
    // Up to the transition, which goes through what is transparent as well.
    for (const [red = 0, green = 0, blue = 0, alpha = 0] of opaque.slice(0, 15)) {
      expect(alpha).toBeGreaterThanOrEqual(254)
      expect([Math.abs(red - 220), Math.abs(green - 40), Math.abs(blue - 30)].every((off) => off < 8)).toBe(true)
    }
    for (const [, , , alpha = 0] of half.slice(0, 15)) expect(Math.abs(alpha - 128)).toBeLessThan(4)
    for (const [, , , alpha = 255] of nothing) expect(alpha).toBeLessThanOrEqual(1)
    expect(opaque.at(-1)?.[3]).toBeGreaterThanOrEqual(254)
  })

  it('is refused where the kind of file, or the method, cannot keep it', async () => {
    const dataPath = await tempFolder()
    const filmPath = await writeAlphaFilm(dataPath, 'prores')
    await expect(render({ filmPath, dataPath, outputPath: join(dataPath, 'film.mov'), method: 'layers' })).rejects.toMatchObject({
      code: 'TEMPLATE_FAILED',
      message: /draws no transparency/,
    })
    await editFilm(filmPath, (film) => delete film.output['codec'])
    await expect(render({ filmPath, dataPath, outputPath: join(dataPath, 'film.mp4') })).rejects.toMatchObject({
      faults: [{ pointer: '/output/alpha', allowed: 'beside prores in mov, or vp9 in webm' }],
    })
  })
})
