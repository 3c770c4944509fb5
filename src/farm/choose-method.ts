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
  /** Layers are held against pictures of the page while the first frames are drawn: how the scene is drawn instead where they differ; null where they do not. */
  readonly instead?: Promise<ChosenMethod | null>
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
 * @throws as FramePage, or TEMPLATE_FAILED where layers were asked for and cannot be had; so may `instead` of what is returned
 */
export async function chooseMethod(scene: ScenePlan, source: SceneSource, needs: MethodNeeds): Promise<ChosenMethod> {
  if (needs.output.alpha) return transparentChoice(needs.method)
  if (isDraft(needs.method)) return { choice: draftChoice(needs.method), layers: null, draft: await draftScene(scene, needs.method, needs) }
  const screenshot = (reason: string): ChosenMethod => ({ choice: { method: 'screenshot', reason }, layers: null })
  if (needs.method === 'screenshot') return screenshot('--method screenshot')
  if (needs.method === 'stream') return { choice: { method: 'stream', reason: '--method stream' }, layers: null }
  const without = async (reason: string) => {
    if (needs.method === 'auto') return needs.streams ? streamOr(screenshot, reason, needs.streams, needs.signal) : screenshot(reason)
    throw new FramefarmError('TEMPLATE_FAILED', `the page cannot be drawn by layers: ${reason}`, { hint: 'Use --method auto.' })
  }
  const { layers, fault } = await drawLayers(scene, source, needs)
  if ('reason' in layers) return without(layers.reason)
  const chosen = { choice: { method: 'layers', reason: layersReason(layers) } as const, layers }
  const instead = fault.then((reason) => (reason === null ? null : without(reason)))
  // Whoever draws the scene hears of it; nobody may be drawing it yet.
  instead.catch(() => undefined)
  return { ...chosen, instead }
}

/** A method that is certain to stay. @throws as chooseMethod */
export async function certain(chosen: ChosenMethod): Promise<ChosenMethod> {
  return (await chosen.instead) ?? chosen
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

/** `fault`: why they are not what the page shows; null where they are. */
type TriedLayers = { readonly layers: DrawnScene | Reason; readonly fault: Promise<string | null> }

/** Gives the layers as soon as they are drawn; whether they are what the page shows comes after. */
async function drawLayers(scene: ScenePlan, { site, isBuiltIn }: SceneSource, needs: MethodNeeds): Promise<TriedLayers> {
  const { pool, photographs, streams, output, verify, listen, signal } = needs
  const count = scene.range.to - scene.range.from
  const timesMs = Array.from({ length: count }, (_, frame) => frameTimeMs(frame, output.fps))
  const { promise: drawn, resolve: give, reject } = Promise.withResolvers<DrawnScene | Reason>()
  const work = pool.use(async (slot) => {
    const page = await slot.page(signal)
    await page.open(site, signal, needs.view)
    const layers = await layerScene({ page, site, frame: output, photographs, signal }, timesMs)
    // The scene may go on in another browser; two for each slot would take twice the memory.
    const leave = async () => (streams?.isPromised ? slot.stop() : undefined)
    if ('reason' in layers) await leave()
    give(layers)
    if ('reason' in layers) return null
    const frames = framesToVerify(count, { isBuiltIn, isScripted: layers.isScripted, verify })
    const fault = await verifyLayers(layers, { page, site, timesMs, frames, signal })
    if (fault === null) return null
    await leave()
    const reason = `its layers are not what the page shows: ${fault}`
    listen({ type: 'warning', message: `scene ${scene.index + 1}: ${reason}; each of its frames is drawn by Chromium` })
    return reason
  })
  work.catch(reject)
  return { layers: await drawn, fault: work }
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
