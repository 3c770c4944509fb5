import { execFile } from 'node:child_process'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { describe, expect, it } from 'vitest'
import { findFfmpeg } from '../../src/encoder/find-ffmpeg.ts'
import { render } from '../support/render.ts'
import { writeSmallFilm } from '../support/small-film.ts'
import { tempFolder } from '../support/temp-folder.ts'

const size = { width: 320, height: 180 }
/** The lowest quarter of the frame, where captions are. */
const below = size.width * size.height * 0.75

async function lumaOf(path: string): Promise<readonly Buffer[]> {
  const args = ['-v', 'error', '-i', path, '-map', '0:v', '-f', 'rawvideo', '-pix_fmt', 'gray', '-']
  const { stdout } = await promisify(execFile)(findFfmpeg().ffmpeg, args, { encoding: 'buffer', maxBuffer: 1e9 })
  const bytes = size.width * size.height
  return Array.from({ length: stdout.length / bytes }, (_, frame) => stdout.subarray(frame * bytes, (frame + 1) * bytes))
}

/** How many pixels of a part of the frame are clearly others. */
function changed(one: Buffer, other: Buffer, from: number, to: number): number {
  let count = 0
  for (let at = from; at < to; at++) if (Math.abs((one[at] ?? 0) - (other[at] ?? 0)) > 60) count++
  return count
}

describe('captions in a film', () => {
  it.each(['layers', 'stream', 'screenshot'] as const)(
    'are drawn by %s in exactly their frames, over both scenes, and nowhere else',
    async (method) => {
      const folder = await tempFolder()
      const filmPath = await writeSmallFilm(folder, { quality: 'high' })
      const film = JSON.parse(await readFile(filmPath, 'utf8')) as object
      await render({ filmPath, dataPath: folder, method, outputPath: join(folder, 'without.mp4') })
      // In film time, across the border at 1 s: frames 20 to 39.
      await writeFile(join(folder, 'captions.vtt'), 'WEBVTT\n\n00:00.650 --> 00:01.320\nAcross <00:01.000>the border\n')
      const captions = { source: 'captions.vtt', style: { preset: 'karaoke', size: 0.12 } }
      await writeFile(filmPath, JSON.stringify({ ...film, captions }))
      const { methods } = await render({ filmPath, dataPath: folder, method, outputPath: join(folder, 'with.mp4') })
      expect(methods.map((scene) => scene.method)).toEqual([method, method])
      const [without, drawn] = [await lumaOf(join(folder, 'without.mp4')), await lumaOf(join(folder, 'with.mp4'))]
      expect(drawn).toHaveLength(60)
      const differences = drawn.map((frame, index) => changed(frame, without[index] ?? frame, below, frame.length))
      const shown = differences.flatMap((count, frame) => (count > 200 ? [frame] : []))
      expect(shown).toEqual(Array.from({ length: 20 }, (_, index) => index + 20))
      expect(differences.filter((count) => count > 0 && count <= 200)).toEqual([])
      expect(drawn.map((frame, index) => changed(frame, without[index] ?? frame, 0, below)).filter((count) => count > 0)).toEqual([])
    },
  )
})
