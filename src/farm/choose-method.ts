import type { FrameView } from '../browser/frame-page.ts'
import type { SlotPool } from '../browser/slot-pool.ts'
import type { Output } from '../film/film.ts'
import type { ScenePlan } from '../plan/plan-scene.ts'
import { frameTimeMs } from '../plan/timeline.ts'
import { FramefarmError } from '../shared/errors.ts'
import type { Site } from '../templates/site.ts'
import type { RenderListener } from './render-events.ts'
import type { PhotoCache } from './layer-rasters.ts'
import { layerScene, type DrawnScene } from './layer-scene.ts'
import type { Reason } from './read-layers.ts'
import { verifyLayers } from './verify-layers.ts'
import { draftChoice, draftScene } from './draft-scene.ts'
import type { DraftNeeds, DraftScene } from './draft-still.ts'
import { isDraft, type MethodChoice, type MethodWish } from './methods.ts'
import type { Streams } from './streams.ts'

/** How a scene is drawn, with its layers where it is drawn by them, or what FFmpeg makes its frames of. */
export type ChosenMethod = {
  readonly choice: MethodChoice
  readonly layers: DrawnScene | null
  readonly draft?: DraftScene
  /** It was to be streamed and cannot be: its chunks must not be taken for streamed ones later. */
  readonly isMakeshift?: boolean
}

export type MethodNeeds = DraftNeeds & {
  readonly pool: SlotPool
  readonly photographs: PhotoCache
  /** Absent: no page is streamed. */
  readonly streams?: Streams
  readonly method: MethodWish
  readonly output: Output
  /** Absent: as the slots were opened for. */
  readonly view?: FrameView
  /** Compare several frames of every scene that is drawn by layers with a picture of its page. */
  readonly verify: boolean
  readonly listen: RenderListener
  readonly signal: AbortSignal
}

/** A scene's page. `isBuiltIn`: tests show that its layers are what it shows. */
export type SceneSource = { readonly site: Site; readonly isBuiltIn: boolean }

/**
 * Decides how a scene is drawn. Where its page may be drawn by layers, the page is asked, and the layers are drawn here, once.
 * @throws as FramePage, or TEMPLATE_FAILED where layers were asked for and cannot be had
 */
export async function chooseMethod(scene: ScenePlan, source: SceneSource, needs: MethodNeeds): Promise<ChosenMethod> {
  if (needs.output.alpha) return transparentChoice(needs.method)
  if (isDraft(needs.method)) return { choice: draftChoice(needs.method), layers: null, draft: await draftScene(scene, needs.method, needs) }
  const screenshot = (reason: string): ChosenMethod => ({ choice: { method: 'screenshot', reason }, layers: null })
  if (needs.method === 'screenshot') return screenshot('--method screenshot')
  if (needs.method === 'stream') return { choice: { method: 'stream', reason: '--method stream' }, layers: null }
  const layers = await drawLayers(scene, source, needs)
  if (!('reason' in layers)) return { choice: { method: 'layers', reason: layersReason(layers) }, layers }
  if (needs.method === 'auto') return needs.streams ? streamOr(screenshot, layers.reason, needs.streams, needs.signal) : screenshot(layers.reason)
  throw new FramefarmError('TEMPLATE_FAILED', `the page cannot be drawn by layers: ${layers.reason}`, { hint: 'Use --method auto.' })
}

/** Layers are put together, and streams are captured, as opaque frames. */
function transparentChoice(method: MethodWish): ChosenMethod {
  const reason = 'the output keeps transparency, which only pictures of the page have'
  if (method === 'auto' || method === 'screenshot') return { choice: { method: 'screenshot', reason }, layers: null }
  throw new FramefarmError('TEMPLATE_FAILED', `--method ${method} draws no transparency, and the output keeps it`, { hint: 'Use --method auto.' })
}

/** The stream, where this machine can do it. */
async function streamOr(screenshot: (reason: string) => ChosenMethod, reason: string, streams: Streams, signal: AbortSignal): Promise<ChosenMethod> {
  const fault = await streams.fault(signal)
  if (fault === null) return { choice: { method: 'stream', reason }, layers: null }
  return { ...screenshot(`${reason}; not by stream: ${fault.message}`), isMakeshift: streams.isPromised }
}

async function drawLayers(scene: ScenePlan, { site, isBuiltIn }: SceneSource, needs: MethodNeeds): Promise<DrawnScene | Reason> {
  const { pool, photographs, streams, output, verify, listen, signal } = needs
  const count = scene.range.to - scene.range.from
  const timesMs = Array.from({ length: count }, (_, frame) => frameTimeMs(frame, output.fps))
  return pool.use(async (slot) => {
    const page = await slot.page(signal)
    await page.open(site, signal, needs.view)
    const layers = await layerScene({ page, site, frame: output, photographs, signal }, timesMs)
    // Its chunks take a Chromium each; what goes wrong with another one is told when a chunk needs it.
    if (!('reason' in layers) && layers.sheet) void pool.use((other) => other.page(signal)).catch(() => undefined)
    const frames = 'reason' in layers ? [] : framesToVerify(count, { isBuiltIn, isScripted: layers.isScripted, verify })
    const fault = 'reason' in layers ? null : await verifyLayers(layers, { page, site, timesMs, frames, signal })
    if (!('reason' in layers) && fault === null) return layers
    // The scene goes on in another browser; two for each slot would take twice the memory.
    if (streams?.isPromised) await slot.stop()
    if ('reason' in layers) return layers
    const reason = `its layers are not what the page shows: ${fault}`
    listen({ type: 'warning', message: `scene ${scene.index + 1}: ${reason}; each of its frames is drawn by Chromium` })
    return { reason }
  })
}

function layersReason({ sheet }: DrawnScene): string {
  const moving = 'all that moves in its page are layers'
  return sheet ? `${moving}, ${sheet.cells.length} of them drawn anew for each frame` : moving
}

type Trust = { readonly isBuiltIn: boolean; readonly isScripted: boolean; readonly verify: boolean }

/** What a script may do is known least. */
function framesToVerify(count: number, { isBuiltIn, isScripted, verify }: Trust): readonly number[] {
  const middle = Math.floor(count / 2)
  if (verify || isScripted) return [0, middle, count - 1]
  return isBuiltIn ? [] : [middle]
}
