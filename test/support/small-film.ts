import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import sharp from 'sharp'
import type { FilmInput } from '../../src/film/film-schema.ts'
import { sine, writeWave } from './waves.ts'

const size = { width: 640, height: 480 }

/** By their seeds: many tests of a file ask for the same ones. */
const photos = new Map<number, Promise<Buffer>>()

/** A picture with detail everywhere, so that every move of the camera shows: two waves and a disc, in colours by `seed`. */
async function drawPhoto(seed: number): Promise<Buffer> {
  const { width, height } = size
  const pixels = Buffer.alloc(width * height * 3)
  const across = Array.from({ length: width }, (_, x) => Math.sin((x + seed * 40) / 9))
  const down = Array.from({ length: height }, (_, y) => Math.sin((y - seed * 25) / 13))
  down.forEach((rise, y) =>
    across.forEach((swing, x) => {
      const wave = swing + rise
      const inside = (x - 320) ** 2 + (y - 240) ** 2 < (90 + seed * 10) ** 2 ? 70 : 0
      const at = (y * width + x) * 3
      pixels[at] = 90 + wave * 35 + inside
      pixels[at + 1] = 100 + wave * 30 + seed * 12
      pixels[at + 2] = 140 - wave * 25 - inside
    }),
  )
  return sharp(pixels, { raw: { ...size, channels: 3 } })
    .jpeg({ quality: 92 })
    .toBuffer()
}

async function writePhoto(path: string, seed: number): Promise<void> {
  const photo = photos.get(seed) ?? drawPhoto(seed)
  photos.set(seed, photo)
  await writeFile(path, await photo)
}

type Wishes = { readonly scenes?: number; readonly seconds?: number; readonly isSilent?: boolean } & Partial<FilmInput['output']>

/**
 * Writes a film of `scenes` short scenes with voices and music into a folder; where it is silent it has no sound track, and is rendered in three quarters of the time.
 * @returns the path of its JSON
 */
export async function writeSmallFilm(folder: string, { scenes = 2, seconds = 1, isSilent = false, ...output }: Wishes = {}): Promise<string> {
  await Promise.all([
    ...Array.from({ length: scenes }, (_, index) => writePhoto(join(folder, `photo-${index}.jpg`), index)),
    writeWave(join(folder, 'voice.wav'), { seconds: 0.5, waves: [sine(440, 0.125)] }),
    writeWave(join(folder, 'music.wav'), { seconds: 0.7, waves: [sine(220, 0.125)] }),
  ])
  const film = {
    version: 1,
    output: { width: 320, height: 180, fps: 30, quality: 'draft', ...output },
    ...(isSilent ? { sound: { whenSilent: 'none' } } : { music: { source: 'music.wav', volume: 0.2, fadeIn: 0.2, fadeOut: 0.3 } }),
    scenes: Array.from({ length: scenes }, (_, index) => ({
      image: `photo-${index}.jpg`,
      duration: seconds,
      ...(isSilent ? {} : { voiceover: { source: 'voice.wav', offset: 0.1 } }),
    })),
  }
  const path = join(folder, 'film.json')
  await writeFile(path, JSON.stringify(film))
  return path
}
