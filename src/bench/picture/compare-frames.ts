import { open } from 'node:fs/promises'
import { framesOf, type BenchScene } from '../scene/bench-scene.ts'
import { decodedFrames } from './decoded-frames.ts'
import { mean } from './motion-figures.ts'
import { comparedFrames, type PictureFigures } from './measure-picture.ts'
import { meanSquaredError, psnrOf } from './psnr.ts'
import { ssim } from './ssim.ts'

/**
 * A film held against the raw frames (yuv420p) that it should show.
 * @throws CANCELLED, FFMPEG_FAILED, or an Error where the film has too few frames or another size
 */
export async function compareFrames(
  scene: BenchScene,
  rawPath: string,
  film: { readonly path: string; readonly folder: string; readonly signal: AbortSignal },
): Promise<PictureFigures> {
  const { width, height } = scene
  const numbers = comparedFrames(framesOf(scene))
  const results: { readonly error: number; readonly likeness: number }[] = []
  const raw = await open(rawPath)
  try {
    for await (const frame of decodedFrames({ ...scene, path: film.path }, numbers, film)) {
      const luma = { data: new Uint8Array(width * height), width, height }
      await raw.read(luma.data, 0, luma.data.length, ((numbers[results.length] ?? 0) * width * height * 3) / 2)
      results.push({ error: meanSquaredError(luma, frame), likeness: ssim(luma, frame) })
    }
  } finally {
    await raw.close()
  }
  return { psnrDb: psnrOf(mean(results.map(({ error }) => error))), ssim: mean(results.map(({ likeness }) => likeness)) }
}
