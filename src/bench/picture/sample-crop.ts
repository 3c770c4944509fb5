import { readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import sharp from 'sharp'
import { findFfmpeg } from '../../encoder/find-ffmpeg.ts'
import { runFfmpeg } from '../../encoder/run-ffmpeg.ts'
import { framesOf, type BenchScene } from '../scene/bench-scene.ts'

const widest = { width: 240, height: 150 }

/**
 * A part of the middle frame of a film, pixel for pixel, as a `data:` address.
 * @throws CANCELLED, FFMPEG_FAILED
 */
export async function sampleCrop(scene: BenchScene, film: { readonly path: string; readonly folder: string; readonly signal: AbortSignal }) {
  const outputPath = join(film.folder, 'sample.png')
  const { width, height } = { width: Math.min(widest.width, scene.width / 2), height: Math.min(widest.height, scene.height / 2) }
  const crop = `crop=${width}:${height}:${Math.round(scene.width / 4)}:${Math.round(scene.height / 4)}:exact=1`
  const filter = `select='eq(n,${Math.floor(framesOf(scene) / 2)})',scale=in_color_matrix=auto:in_range=auto,format=rgb24,${crop}`
  const job = { what: `decoding ${film.path}`, inputs: [{ from: film.path, options: [] }], outputPath }
  try {
    await runFfmpeg(findFfmpeg(), { ...job, outputOptions: ['-vf', filter, '-frames:v', '1'] }, { signal: film.signal })
    const jpeg = await sharp(await readFile(outputPath))
      .jpeg({ quality: 92, chromaSubsampling: '4:4:4' })
      .toBuffer()
    return `data:image/jpeg;base64,${jpeg.toString('base64')}`
  } finally {
    await rm(outputPath, { force: true })
  }
}
