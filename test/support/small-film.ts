import { execFile } from 'node:child_process'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import sharp from 'sharp'
import { findFfmpeg } from '../../src/encoder/find-ffmpeg.ts'
import type { FilmInput } from '../../src/film/film-schema.ts'

const size = { width: 640, height: 480 }

/** A picture with detail everywhere, so that every move of the camera shows: two waves and a disc, in colours by `seed`. */
async function writePhoto(path: string, seed: number): Promise<void> {
  const { width, height } = size
  const pixels = Buffer.alloc(width * height * 3)
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const wave = Math.sin((x + seed * 40) / 9) + Math.sin((y - seed * 25) / 13)
      const inside = Math.hypot(x - 320, y - 240) < 90 + seed * 10 ? 70 : 0
      const at = (y * width + x) * 3
      pixels[at] = 90 + wave * 35 + inside
      pixels[at + 1] = 100 + wave * 30 + seed * 12
      pixels[at + 2] = 140 - wave * 25 - inside
    }
  }
  await sharp(pixels, { raw: { ...size, channels: 3 } })
    .jpeg({ quality: 92 })
    .toFile(path)
}

async function writeTone(path: string, { hertz, seconds }: { hertz: number; seconds: number }): Promise<void> {
  const source = `sine=frequency=${hertz}:duration=${seconds}:sample_rate=48000`
  await promisify(execFile)(findFfmpeg().ffmpeg, ['-v', 'error', '-y', '-f', 'lavfi', '-i', source, path])
}

/**
 * Writes a film of `scenes` short scenes with voices and music into a folder.
 * @returns the path of its JSON
 */
export async function writeSmallFilm(
  folder: string,
  { scenes = 2, seconds = 1, ...output }: { scenes?: number; seconds?: number } & Partial<FilmInput['output']> = {},
): Promise<string> {
  await Promise.all([
    ...Array.from({ length: scenes }, (_, index) => writePhoto(join(folder, `photo-${index}.jpg`), index)),
    writeTone(join(folder, 'voice.wav'), { hertz: 440, seconds: 0.5 }),
    writeTone(join(folder, 'music.wav'), { hertz: 220, seconds: 0.7 }),
  ])
  const film = {
    version: 1,
    output: { width: 320, height: 180, fps: 30, quality: 'draft', ...output },
    music: { source: 'music.wav', volume: 0.2, fadeIn: 0.2, fadeOut: 0.3 },
    scenes: Array.from({ length: scenes }, (_, index) => ({
      image: `photo-${index}.jpg`,
      duration: seconds,
      voiceover: { source: 'voice.wav', offset: 0.1 },
    })),
  }
  const path = join(folder, 'film.json')
  await writeFile(path, JSON.stringify(film))
  return path
}
