import { join } from 'node:path'
import type { ImageStore } from '../assets/image-store.ts'
import type { CaptureSlot } from '../browser/capture-slot.ts'
import type { FramePage } from '../browser/frame-page.ts'
import { photoFrames } from '../compositor/photo-frames.ts'
import { encodeChunk, type CodedFrames } from '../encoder/encode-chunk.ts'
import type { EncoderProfile } from '../encoder/encoder-profiles.ts'
import type { FoundFfmpeg } from '../encoder/find-ffmpeg.ts'
import type { Output } from '../film/film.ts'
import type { Chunk } from '../plan/plan-film.ts'
import { frameTimeMs } from '../plan/timeline.ts'
import { FramefarmError } from '../shared/errors.ts'
import type { Site } from '../templates/site.ts'
import { photoScene } from './photo-scene.ts'

/** How frames are made: `layers` moves what the page has drawn once, `screenshot` draws every frame, `auto` takes the first where it can. */
export type MethodWish = 'auto' | 'layers' | 'screenshot'
export type MethodChoice = { readonly method: 'layers' | 'screenshot'; readonly reason: string }

export type ChunkTools = {
  readonly ffmpeg: FoundFfmpeg
  readonly profile: EncoderProfile
  readonly output: Output
  readonly method: MethodWish
  readonly frameType: 'jpeg' | 'png'
  readonly images: ImageStore
  readonly workFolder: string
  readonly signal: AbortSignal
  /** Called after each frame that the encoder has taken. */
  readonly onFrame: () => void
}

export type RenderedChunk = MethodChoice & { /** In the work folder. */ readonly path: string }

/**
 * The one place where browser, compositor and encoder meet: a chunk's frames, one by one, into one file.
 * @throws what any of them throws; the first reason wins
 */
export async function renderChunk(chunk: Chunk, site: Site, slot: CaptureSlot, tools: ChunkTools): Promise<RenderedChunk> {
  const { signal, output, ffmpeg, profile, workFolder } = tools
  const page = await slot.page(signal)
  await page.open(site, signal)
  const { choice, coded } = await chooseFrames(chunk, page, slot, tools)
  const path = join(workFolder, `${chunk.hash}.mp4`)
  const frames = counted(coded.frames, tools.onFrame)
  await encodeChunk(ffmpeg, { ...coded, frames }, { what: `encoding chunk ${chunk.index + 1}`, profile, output, outputPath: path }, signal)
  return { ...choice, path }
}

async function chooseFrames(
  chunk: Chunk,
  page: FramePage,
  slot: CaptureSlot,
  tools: ChunkTools,
): Promise<{ choice: MethodChoice; coded: CodedFrames }> {
  const { method, output, frameType, images, signal } = tools
  const drawn = (reason: string) => ({
    choice: { method: 'screenshot' as const, reason },
    coded: { type: frameType, frames: drawnFrames(chunk, page, slot, tools) },
  })
  if (method === 'screenshot') return drawn('--method screenshot')
  const scene = await photoScene(chunk, page, images, { output, signal })
  if (!('reason' in scene)) {
    return {
      choice: { method: 'layers', reason: 'its page is a photograph that only moves' },
      coded: { type: 'yuv420p', frames: photoFrames(scene) },
    }
  }
  if (method === 'layers')
    throw new FramefarmError('TEMPLATE_FAILED', `the page cannot be drawn by layers: ${scene.reason}`, { hint: 'use --method auto' })
  return drawn(scene.reason)
}

async function* drawnFrames(chunk: Chunk, page: FramePage, slot: CaptureSlot, { output, signal }: ChunkTools): AsyncGenerator<Buffer> {
  for (let frame = chunk.from; frame < chunk.to; frame++) {
    yield await page.frameAt(frameTimeMs(frame - chunk.scene.range.from, output.fps), signal)
    slot.countFrame()
  }
}

async function* counted(frames: AsyncIterable<Buffer>, onFrame: () => void): AsyncGenerator<Buffer> {
  for await (const frame of frames) {
    yield frame
    onFrame()
  }
}
