import { randomBytes } from 'node:crypto'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { FrameView } from '../browser/frame-page.ts'
import type { SlotPool } from '../browser/slot-pool.ts'
import type { FrameComposer } from '../compositor/frame-composer.ts'
import { encodeChunk, type CodedFrames } from '../encoder/encode-chunk.ts'
import type { EncoderProfile } from '../encoder/encoder-profiles.ts'
import type { FoundFfmpeg } from '../encoder/find-ffmpeg.ts'
import type { Output } from '../film/film.ts'
import type { Chunk } from '../plan/plan-film.ts'
import { frameTimeMs } from '../plan/timeline.ts'
import type { Site } from '../templates/site.ts'
import type { ChosenMethod } from './choose-method.ts'
import type { DrawnScene } from './layer-scene.ts'
import { openLive, type LiveSheet } from './live-sheet.ts'
import { streamFrames } from './stream-frames.ts'
import type { Streams } from './streams.ts'

export type ChunkTools = {
  readonly ffmpeg: FoundFfmpeg
  readonly profile: EncoderProfile
  readonly output: Output
  readonly pool: SlotPool
  /** Of this chunk alone while it is rendered. */
  readonly composer: FrameComposer
  readonly streams?: Streams
  /** How screenshots are coded. */
  readonly frameType: 'jpeg' | 'png'
  /** Absent: as the slots were opened for. */
  readonly view?: FrameView
  readonly workFolder: string
  readonly signal: AbortSignal
  /** Called after each frame that the encoder has taken. */
  readonly onFrame: () => void
}

/**
 * The one place where browser, compositor and encoder meet: a chunk's frames, one by one, into one file.
 * @returns the file's path, in the work folder
 * @throws what any of them throws; the first reason wins
 */
export async function renderChunk(chunk: Chunk, site: Site, method: ChosenMethod, tools: ChunkTools): Promise<string> {
  // A name of its own: of two attempts at one chunk, the first may not have quite ended.
  const path = join(tools.workFolder, `${chunk.hash}.${randomBytes(4).toString('hex')}.mp4`)
  try {
    await encodeTo(path, chunk, { site, method, tools })
    return path
  } catch (error) {
    await rm(path, { force: true })
    throw error
  }
}

type Drawing = { readonly site: Site; readonly method: ChosenMethod; readonly tools: ChunkTools }

async function encodeTo(path: string, chunk: Chunk, { site, method: { choice, layers, draft }, tools }: Drawing): Promise<void> {
  const { ffmpeg, profile, output, signal } = tools
  const encoding = { what: `encoding chunk ${chunk.index + 1}`, profile, output, outputPath: path }
  const encode = (source: CodedFrames) => encodeChunk(ffmpeg, { ...source, frames: counted(source.frames, tools.onFrame) }, encoding, signal)
  const first = chunk.scene.range.from
  const range = { from: chunk.from - first, to: chunk.to - first }
  if (layers?.sheet) await composeLive(chunk, { site, layers, sheet: layers.sheet }, tools, encode)
  else if (layers) await encode({ type: 'yuv420p', frames: tools.composer.compose(layers, range) })
  else if (draft) await encodeChunk(ffmpeg, { ...draft(range), onFrame: tools.onFrame }, encoding, signal)
  else if (choice.method === 'stream') await streamFrames(chunk, site, tools, encode)
  else await drawFrames(chunk, site, tools, encode)
}

type LiveScene = { readonly site: Site; readonly layers: DrawnScene; readonly sheet: LiveSheet }

/** Layers, some of them taken from a Chromium of their own for each frame. */
async function composeLive(
  { from, to, scene }: Chunk,
  { site, layers, sheet }: LiveScene,
  { pool, composer, view, output, signal }: ChunkTools,
  encode: (source: CodedFrames) => Promise<void>,
): Promise<void> {
  const first = scene.range.from
  await pool.use(async (slot) => {
    const takeLive = await openLive(await slot.page(signal), { site, sheet, timeOf: (frame) => frameTimeMs(frame, output.fps), view, signal })
    const frames = composer.compose(layers, { from: from - first, to: to - first }, async (frame) => {
      slot.countFrame()
      return takeLive(frame)
    })
    await encode({ type: 'yuv420p', frames })
  })
}

/** Screenshots, in a Chromium of their own for as long as it takes. */
async function drawFrames(
  chunk: Chunk,
  site: Site,
  { pool, frameType, view, output, signal }: ChunkTools,
  encode: (source: CodedFrames) => Promise<void>,
): Promise<void> {
  await pool.use(async (slot) => {
    const page = await slot.page(signal)
    await page.open(site, signal, view)
    const frames = (async function* () {
      for (let frame = chunk.from; frame < chunk.to; frame++) {
        yield await page.frameAt(frameTimeMs(frame - chunk.scene.range.from, output.fps), signal)
        slot.countFrame()
      }
    })()
    await encode({ type: frameType, frames })
  })
}

async function* counted(frames: AsyncIterable<Buffer>, onFrame: () => void): AsyncGenerator<Buffer> {
  for await (const frame of frames) {
    yield frame
    onFrame()
  }
}
