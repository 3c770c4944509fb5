import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { BenchScene } from './bench-scene.ts'

/** The scene as a film of ours; `draft` is x264 ultrafast at crf 20. */
export async function writeFilm(scene: BenchScene, folder: string): Promise<string> {
  const { width, height, fps, startScale, endScale, imagePath, scenes } = scene
  const kenBurns = { startScale, endScale, easing: 'linear' }
  const one = { image: imagePath, duration: scene.durationS / scenes, kenBurns }
  const film = { version: 1, output: { width, height, fps, quality: 'draft' }, scenes: Array.from({ length: scenes }, () => one) }
  const path = join(folder, 'film.json')
  await writeFile(path, JSON.stringify(film))
  return path
}
