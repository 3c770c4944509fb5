import { CaptureSlot, standardWear } from '../../browser/capture-slot.ts'
import { findChromium } from '../../browser/find-chromium.ts'
import { livenessFromEnvironment } from '../../browser/liveness.ts'
import { openFirstSlot } from '../../browser/open-first-slot.ts'
import { SlotPool } from '../../browser/slot-pool.ts'
import type { LoadedFilm } from '../../farm/load-film.ts'
import type { DataFolder } from '../../storage/data-folder.ts'
import { FramefarmError } from '../../shared/errors.ts'
import { throwIfCancelled } from '../../shared/within.ts'
import type { FramePick } from '../frame-pick.ts'
import type { DrawnFrame } from './drawn-frame.ts'
import { frameBatches, type FrameBatch } from './frame-batches.ts'
import type { FrameMethod } from './frame-method.ts'
import { sceneDrawing, type SceneDrawing } from './scene-drawing.ts'

export type DrawingWishes = {
  readonly method: FrameMethod
  /** How many Chromium processes draw side by side. */
  readonly slots: number
  /** Of most frames, in pixels; a film may have its own. */
  readonly size: { readonly width: number; readonly height: number }
  readonly dataFolder: DataFolder
  /** For unfinished files and the profiles of Chromium. */
  readonly folder: string
}

type DrawingOrder = {
  readonly film: LoadedFilm
  readonly picks: readonly FramePick[]
  /** Takes the frames, in no certain order; of each slot at most one at a time. */
  readonly onFrame: (frame: DrawnFrame) => Promise<void>
  readonly onWarning: (message: string) => void
}

/** What frames are drawn with: Chromium processes that go on from film to film. */
export type Drawing = AsyncDisposable & {
  /** @throws SceneError for what goes wrong in a scene, what `onFrame` throws, CHROMIUM_*, CANCELLED */
  readonly draw: (order: DrawingOrder, signal: AbortSignal) => Promise<void>
}

/** What a crash has cost is drawn once more. */
const attempts = 2

/** @throws TOOL_MISSING, TOOL_SETTING_WRONG, CHROMIUM_START_FAILED, CANCELLED */
export async function openDrawing(wishes: DrawingWishes, signal: AbortSignal): Promise<Drawing> {
  const pool = await openPool(wishes, signal)
  return {
    draw: async (order, drawSignal) => {
      const failing = new AbortController()
      const together = AbortSignal.any([drawSignal, failing.signal])
      await using scenes = await sceneDrawing({ ...wishes, ...order, pool, signal: together })
      const batches = [...frameBatches(order.picks)]
      const lane = async () => {
        for (let batch = batches.shift(); batch; batch = batches.shift()) await drawBatch(batch, { scenes, order, signal: together })
      }
      const lanes = Array.from({ length: Math.min(wishes.slots, batches.length) }, lane)
      // The first reason wins; the others end before anything that they use is given back.
      const failures = lanes.map((running) => running.catch((error: unknown) => failing.abort(error)))
      await Promise.all(failures)
      throwIfCancelled(drawSignal)
      if (failing.signal.aborted) throw failing.signal.reason
    },
    [Symbol.asyncDispose]: () => pool[Symbol.asyncDispose](),
  }
}

type BatchDrawing = { readonly scenes: SceneDrawing; readonly order: DrawingOrder; readonly signal: AbortSignal }

async function drawBatch(frames: FrameBatch, { scenes, order, signal }: BatchDrawing): Promise<void> {
  const left = [...frames]
  // One frame is looked at while the next one is drawn.
  let taking: Promise<void> = Promise.resolve()
  const take = async (drawn: DrawnFrame) => {
    left.shift()
    await taking
    taking = order.onFrame(drawn)
    // Heard of when the next frame is there.
    taking.catch(() => undefined)
  }
  for (let attempt = 1; left.length > 0; attempt++) {
    try {
      throwIfCancelled(signal)
      await scenes.draw([...left], take)
    } catch (error) {
      await taking
      if (!(error instanceof FramefarmError) || !error.retryable || attempt >= attempts) throw error
    }
  }
  await taking
}

async function openPool({ method, slots, size, folder }: DrawingWishes, signal: AbortSignal): Promise<SlotPool> {
  if (method === 'stream') {
    return new SlotPool(slots, () => {
      throw new Error('unreachable: what is streamed has slots of its own')
    })
  }
  const format = { type: 'png' } as const
  const wanted = { ...size, folder, format, chromium: findChromium(), liveness: livenessFromEnvironment(), wear: standardWear(size) }
  const { options, slot } = await openFirstSlot(wanted, signal)
  return new SlotPool(slots, () => new CaptureSlot(options), slot)
}
