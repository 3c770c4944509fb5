import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { liveTemplate } from '../live/live-files.ts'
import type { BenchScene } from './bench-scene.ts'

/** The scene as a film of ours; `draft` is x264 ultrafast at crf 20. */
export async function writeFilm(scene: BenchScene, folder: string): Promise<string> {
  const { width, height, fps, startScale, endScale, imagePath, scenes } = scene
  // A chunk that another scene has already is not drawn again: each ends a five-hundredth of a pixel beside the one before.
  const kenBurns = (index: number) => ({ startScale, endScale, endX: 0.5 + index * 1e-6, easing: 'linear' })
  const pictureOf = (index: number) => (scene.kind === 'live' ? { template: liveTemplate } : { kenBurns: kenBurns(index) })
  const sceneOf = (index: number) => ({ image: imagePath, duration: scene.durationS / scenes, ...pictureOf(index) })
  // The others make no sound track either.
  const sound = { whenSilent: 'none' }
  const film = {
    version: 1,
    output: { width, height, fps, quality: 'draft' },
    sound,
    scenes: Array.from({ length: scenes }, (_, index) => sceneOf(index)),
  }
  const path = join(folder, 'film.json')
  await writeFile(path, JSON.stringify(film))
  return path
}
