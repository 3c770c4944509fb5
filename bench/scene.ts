import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import sharp from 'sharp'
import { standardWear, CaptureSlot } from '../src/browser/capture-slot.ts'
import { findChromium } from '../src/browser/find-chromium.ts'
import { jpegToBt709 } from '../src/encoder/colour.ts'
import { findFfmpeg } from '../src/encoder/find-ffmpeg.ts'
import { runFfmpeg } from '../src/encoder/run-ffmpeg.ts'
import { planCamera } from '../src/plan/camera.ts'
import { loadTemplate } from '../src/templates/load-template.ts'
import { sceneSite } from '../src/templates/scene-site.ts'
import type { BenchScene } from './peers/peer.ts'

const photo = join(import.meta.dirname, '../samples/photos/brook.jpg')
const photoSize = { width: 2304, height: 1296 }

/** The one scene that every program renders: 8 s of a detailed photograph under a slow zoom about its middle. */
export const benchScene: Omit<BenchScene, 'imagePath'> = { width: 1920, height: 1080, fps: 30, durationS: 8, startScale: 1, endScale: 1.2, crf: 20 }

export const benchFrames = benchScene.fps * benchScene.durationS

export async function writePhoto(folder: string): Promise<string> {
  const path = join(folder, 'photo.jpg')
  await sharp(photo)
    .resize({ ...photoSize, fit: 'cover' })
    .jpeg({ quality: 95 })
    .toFile(path)
  return path
}

/** The scene as a film of ours; `draft` is x264 ultrafast at crf 20. */
export async function writeFilm(folder: string, imagePath: string): Promise<string> {
  const { width, height, fps, durationS, startScale, endScale } = benchScene
  const path = join(folder, 'film.json')
  const kenBurns = { startScale, endScale, easing: 'linear' }
  const film = { version: 1, output: { width, height, fps, quality: 'draft' }, scenes: [{ image: imagePath, duration: durationS, kenBurns }] }
  await writeFile(path, JSON.stringify(film))
  return path
}

/** The scene's frames as raw yuv420p in one file: what an encoder would get if frames cost nothing. */
export async function writeRawFrames(folder: string, imagePath: string): Promise<string> {
  const { width, height, fps, durationS, startScale, endScale } = benchScene
  const signal = new AbortController().signal
  const { camera } = planCamera(photoSize, { width, height }, { kenBurns: { startScale, endScale, easing: 'linear' }, preset: 'zoom-in' })
  const data = { props: { image: '/assets/photo.jpg', camera }, output: { width, height }, durationMs: durationS * 1000 }
  const site = sceneSite(await loadTemplate('ken-burns'), data, new Map([['photo.jpg', () => Promise.resolve(imagePath)]]))
  const slot = new CaptureSlot({
    ...{ chromium: findChromium(), folder, capture: 'begin-frame', wear: standardWear({ width, height }), width, height },
    ...{ format: { type: 'jpeg', quality: 95 }, liveness: { firstFrameMs: 30_000, frameMs: 5000 } },
  })
  const outputPath = join(folder, 'frames.yuv')
  try {
    const page = await slot.page(signal)
    await page.open(site, signal)
    const frames = (async function* () {
      for (let frame = 0; frame < benchFrames; frame++) yield await page.frameAt((frame * 1000) / fps, signal)
    })()
    const inputs = [{ from: frames, options: ['-f', 'image2pipe', '-c:v', 'mjpeg'] }]
    await runFfmpeg(findFfmpeg(), { what: 'raw frames', inputs, outputOptions: ['-vf', jpegToBt709, '-f', 'rawvideo'], outputPath }, { signal })
    return outputPath
  } finally {
    await slot.stop()
  }
}
