import { join } from 'node:path'
import { standardWear } from '../../browser/capture-slot.ts'
import { findChromium } from '../../browser/find-chromium.ts'
import { livenessFromEnvironment } from '../../browser/liveness.ts'
import { openFirstSlot } from '../../browser/open-first-slot.ts'
import { rgbToBt709 } from '../../encoder/colour.ts'
import { findFfmpeg } from '../../encoder/find-ffmpeg.ts'
import { runFfmpeg } from '../../encoder/run-ffmpeg.ts'
import { frameTimeMs } from '../../plan/timeline.ts'
import { loadTemplate, stageName } from '../../templates/load-template.ts'
import { assetPath, stageSite } from '../../templates/scene-site.ts'
import type { Site } from '../../templates/site.ts'
import { framesOf, type BenchScene } from '../scene/bench-scene.ts'

const photoName = 'photo.jpg'

/**
 * The frames of the live scene as its page is drawn, taken without loss, as raw yuv420p in one file: what an encoder would get if frames
 * cost nothing, and what the films are held against.
 * @throws as openFirstSlot, FramePage and runFfmpeg
 */
export async function writePageFrames(scene: BenchScene, folder: string, signal: AbortSignal): Promise<string> {
  const { width, height, fps } = scene
  const outputPath = join(folder, 'frames.yuv')
  const slotWishes = { folder, width, height, format: { type: 'png' }, wear: standardWear(scene), liveness: livenessFromEnvironment() } as const
  const { slot } = await openFirstSlot({ ...slotWishes, chromium: findChromium() }, signal)
  try {
    const page = await slot.page(signal)
    await page.open(await siteOf(scene), signal)
    const frames = (async function* () {
      for (let frame = 0; frame < framesOf(scene); frame++) yield await page.frameAt(frameTimeMs(frame, { num: fps, den: 1 }), signal)
    })()
    const inputs = [{ from: frames, options: ['-f', 'image2pipe', '-c:v', 'png', '-framerate', `${fps}`] }]
    const outputOptions = ['-vf', rgbToBt709, '-fps_mode', 'passthrough', '-f', 'rawvideo']
    await runFfmpeg(findFfmpeg(), { what: 'writing the frames of the page', inputs, outputOptions, outputPath }, { signal })
  } finally {
    await slot.stop()
  }
  return outputPath
}

async function siteOf({ width, height, durationS, imagePath }: BenchScene): Promise<Site> {
  const output = { width, height }
  const durationMs = durationS * 1000
  const stage = { output, durationMs, background: '#000000', transition: null, watermark: null, captions: null }
  const template = await loadTemplate('template', import.meta.dirname)
  const incoming = { template, data: { props: { image: assetPath(photoName) }, output, durationMs } }
  return stageSite(await loadTemplate(stageName), { stage, outgoing: null, incoming }, new Map([[photoName, () => Promise.resolve(imagePath)]]))
}
