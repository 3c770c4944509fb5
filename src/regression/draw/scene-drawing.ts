import { isAbsolute } from 'node:path'
import { ImageStore } from '../../assets/image-store.ts'
import type { SlotPool } from '../../browser/slot-pool.ts'
import { FrameComposer, type TakeLive } from '../../compositor/frame-composer.ts'
import { certain, chooseMethod, type ChosenMethod, type MethodNeeds } from '../../farm/choose-method.ts'
import { drawFrame } from '../../farm/draw-frame.ts'
import { framePlace } from '../../farm/frame-place.ts'
import { inScene } from '../../farm/in-scene.ts'
import { PhotoCache } from '../../farm/layer-rasters.ts'
import { openLive } from '../../farm/live-sheet.ts'
import type { LoadedFilm } from '../../farm/load-film.ts'
import { openStreamTool } from '../../farm/stream-tool.ts'
import { Streams } from '../../farm/streams.ts'
import { imagesOf, type ScenePlan } from '../../plan/plan-scene.ts'
import type { DataFolder } from '../../storage/data-folder.ts'
import { frameOfPicture, frameOfPng, type DrawnFrame } from './drawn-frame.ts'
import type { FrameMethod } from './frame-method.ts'
import { pictureOfYuv, type RawFrame } from './picture-of-yuv.ts'

type Take = (frame: DrawnFrame) => Promise<void>

/** Draws frames of one scene, in their order; several scenes side by side. */
export type SceneDrawing = AsyncDisposable & {
  /** @throws SceneError, CHROMIUM_START_FAILED, TOOL_MISSING, CANCELLED, what `take` throws */
  readonly draw: (frames: readonly number[], take: Take) => Promise<void>
}

export type SceneDrawingWishes = {
  readonly film: LoadedFilm
  readonly method: FrameMethod
  readonly pool: SlotPool
  readonly slots: number
  readonly dataFolder: DataFolder
  readonly folder: string
  readonly onWarning: (message: string) => void
  readonly signal: AbortSignal
}

type Frames = { readonly scene: ScenePlan; readonly frames: readonly number[]; readonly take: Take }

/** @throws TOOL_SETTING_WRONG */
export async function sceneDrawing(wishes: SceneDrawingWishes): Promise<SceneDrawing> {
  const { film, method, pool, slots, dataFolder, folder, onWarning, signal } = wishes
  const { output } = film.plan
  if (method === 'screenshot') {
    return {
      draw: (frames, take) => drawPages(wishes, { scene: sceneOf(film, frames), frames, take }),
      [Symbol.asyncDispose]: () => Promise.resolve(),
    }
  }
  const streams = new Streams({ tool: method === 'layers' ? null : await openStreamTool(), slots, output, workFolder: folder })
  const { view } = framePlace(film, film.plan.range.from)
  const needs: MethodNeeds = {
    ...{ pool, streams, method, output, view, signal, workFolder: folder, photographs: new PhotoCache(), verify: false },
    images: new ImageStore(dataFolder, folder),
    listen: (event) => {
      if (event.type === 'warning') onWarning(event.message)
    },
  }
  return {
    draw: async (frames, take) => {
      const scene = sceneOf(film, frames)
      const chosen = await chosenFor(scene, film, needs)
      if (chosen.layers) await composeFrames(chosen.layers, wishes, { scene, frames, take })
      else if (chosen.choice.method === 'stream') await streamFrames(film, streams, { scene, frames, take }, signal)
      else await drawPages(wishes, { scene, frames, take })
    },
    [Symbol.asyncDispose]: () => streams[Symbol.asyncDispose](),
  }
}

function sceneOf(film: LoadedFilm, [first = 0]: readonly number[]): ScenePlan {
  return framePlace(film, first).scene
}

async function chosenFor(scene: ScenePlan, film: LoadedFilm, needs: MethodNeeds): Promise<ChosenMethod> {
  const acts = [scene, ...(scene.outgoing ? [scene.outgoing] : [])]
  try {
    // Before its page asks for them: what is wrong with one is then told as what it is.
    for (const order of imagesOf(scene)) await film.preparedImage(order)
    const { site } = framePlace(film, scene.range.from)
    return await certain(await chooseMethod(scene, { site, isBuiltIn: acts.every(({ template }) => !isAbsolute(template)) }, needs))
  } catch (error) {
    throw inScene(scene, error)
  }
}

/** The browser's own pictures. */
async function drawPages(
  { film, pool, signal }: Pick<SceneDrawingWishes, 'film' | 'pool' | 'signal'>,
  { scene, frames, take }: Frames,
): Promise<void> {
  for (const order of imagesOf(scene)) await film.preparedImage(order)
  await pool.use(async (slot) => {
    for (const frame of frames) await take(frameOfPng(frame, await drawFrame(slot, framePlace(film, frame), signal)))
  })
}

type LayerScene = NonNullable<ChosenMethod['layers']>

async function composeFrames(
  layers: LayerScene,
  { film, pool, signal }: Pick<SceneDrawingWishes, 'film' | 'pool' | 'signal'>,
  { scene, frames, take }: Frames,
): Promise<void> {
  await using composer = new FrameComposer()
  const { sheet } = layers
  const compose = async (takeLive?: TakeLive) => {
    for (const frame of frames) {
      const from = frame - scene.range.from
      for await (const bytes of composer.compose(layers, { from, to: from + 1 }, takeLive)) {
        await take(frameOfPicture(frame, pictureOfYuv({ bytes, ...layers.frame, pixels: 'yuv420p', matrix: 'bt709' })))
      }
    }
  }
  if (!sheet) return compose()
  await pool.use(async (slot) => {
    const { site, view } = framePlace(film, scene.range.from)
    const timeOf = (frame: number) => framePlace(film, scene.range.from + frame).timeMs
    await compose(await openLive(await slot.page(signal), { site, sheet, timeOf, view, signal }))
  })
}

async function streamFrames(film: LoadedFilm, streams: Streams, { scene, frames, take }: Frames, signal: AbortSignal): Promise<void> {
  const { width, height } = film.plan.output
  try {
    await streams.use(async (page, slot) => {
      for (const frame of frames) {
        const { site, timeMs } = framePlace(film, frame)
        // Loaded for each frame: a page that goes on keeps some of what it has drawn before.
        await page.open({ ...site }, signal)
        const raw: RawFrame = { bytes: await page.frameAt(timeMs, signal), width, height, ...page.format }
        slot.countFrame()
        await take(frameOfPicture(frame, pictureOfYuv(raw)))
      }
    }, signal)
  } catch (error) {
    throw inScene(scene, error)
  }
}
