import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { fileNameOf, type ImageOrder } from '../../src/assets/image-order.ts'
import { ImageStore } from '../../src/assets/image-store.ts'
import { probeImage } from '../../src/assets/probe-image.ts'
import type { FilteredFrames } from '../../src/encoder/encode-chunk.ts'
import { findFfmpeg } from '../../src/encoder/find-ffmpeg.ts'
import { draftScene } from '../../src/farm/draft-scene.ts'
import type { DraftScene } from '../../src/farm/draft-still.ts'
import type { DraftMethod } from '../../src/farm/methods.ts'
import { planCamera, type Camera } from '../../src/plan/camera.ts'
import type { ScenePlan } from '../../src/plan/plan-scene.ts'
import { dataFolderAt } from '../../src/storage/data-folder.ts'
import { loadTemplate } from '../../src/templates/load-template.ts'
import { assetPath } from '../../src/templates/scene-site.ts'
import { plainStage, sceneSite } from './scene-site.ts'
import type { Site } from '../../src/templates/site.ts'

type Size = { readonly width: number; readonly height: number }
type Wish = { readonly photo: string; readonly size: Size; readonly frames: number; readonly move: Readonly<Record<string, unknown>> }

/** A scene of one photograph as a draft method draws it, and the ken-burns page of the same scene. The folder must be there; 30 frames a second. */
export async function draftAndPage(
  folder: string,
  method: DraftMethod,
  { photo, size, frames, move }: Wish,
): Promise<{ draft: DraftScene; site: Site; camera: Camera; preparedPath: string }> {
  const output = { ...size, fps: { num: 30, den: 1 }, quality: 'standard', codec: 'h264' } as const
  const image = await probeImage(join(folder, photo), photo, { decode: false })
  const { camera } = planCamera(image, size, { kenBurns: { easing: 'linear', ...move }, preset: 'zoom-in' })
  const order: ImageOrder = { image, width: camera.width, height: camera.height, background: '#000000' }
  const images = new ImageStore(dataFolderAt(folder), folder)
  const data = { props: { image: assetPath(fileNameOf(order)), camera }, output: size, durationMs: (frames * 1000) / 30 }
  const drawn = { order, camera, fit: 'cover' as const, backdrop: null }
  const planned = {
    name: photo,
    template: 'ken-burns',
    images: [order],
    fonts: [],
    photo: drawn,
    data,
    stageImages: [],
    stageFonts: [],
    outgoing: null,
    captions: [],
  }
  const scene: ScenePlan = { index: 0, range: { from: 0, to: frames }, stage: plainStage(data), ...planned }
  const site = await sceneSite(await loadTemplate('ken-burns'), data, new Map([[fileNameOf(order), () => images.prepare(order)]]))
  const preparedPath = await images.prepare(order)
  return { draft: await draftScene(scene, method, { images, workFolder: folder, output }), site, camera, preparedPath }
}

/** The frames that FFmpeg gives to the encoder: raw, 4:2:0. */
export async function rawFrames({ inputs, graph }: FilteredFrames, { width, height }: Size): Promise<readonly Buffer[]> {
  const files = inputs.flatMap(({ from, options }) => (typeof from === 'string' ? [...options, '-i', from] : []))
  const args = ['-v', 'error', ...files, '-filter_complex', graph, '-fps_mode', 'passthrough', '-f', 'rawvideo', '-pix_fmt', 'yuv420p', '-']
  const { stdout } = await promisify(execFile)(findFfmpeg().ffmpeg, args, { encoding: 'buffer', maxBuffer: 1e9 })
  const bytes = (width * height * 3) / 2
  return Array.from({ length: stdout.length / bytes }, (_, frame) => stdout.subarray(frame * bytes, (frame + 1) * bytes))
}
