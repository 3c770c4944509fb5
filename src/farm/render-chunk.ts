import { join } from 'node:path'
import type { CaptureSlot } from '../browser/capture-slot.ts'
import type { FramePage } from '../browser/frame-page.ts'
import { encodeChunk } from '../encoder/encode-chunk.ts'
import type { EncoderProfile } from '../encoder/encoder-profiles.ts'
import type { FoundFfmpeg } from '../encoder/find-ffmpeg.ts'
import type { Output } from '../film/film.ts'
import type { Chunk } from '../plan/plan-film.ts'
import { frameTimeMs } from '../plan/timeline.ts'
import type { Site } from '../templates/site.ts'

export type ChunkTools = {
  readonly ffmpeg: FoundFfmpeg
  readonly profile: EncoderProfile
  readonly output: Output
  readonly frameType: 'jpeg' | 'png'
  readonly workFolder: string
  readonly signal: AbortSignal
  /** Called after each frame that the encoder has taken. */
  readonly onFrame: () => void
}

/**
 * The one place where browser and encoder meet: a chunk's frames, drawn one by one, into one file.
 * @returns the finished file in the work folder
 * @throws what either of them throws; the first reason wins
 */
export async function renderChunk(chunk: Chunk, site: Site, slot: CaptureSlot, tools: ChunkTools): Promise<string> {
  const { signal, output, ffmpeg, profile, frameType, workFolder } = tools
  const page = await slot.page(signal)
  await page.open(site, signal)
  const outputPath = join(workFolder, `${chunk.hash}.mp4`)
  const frames = chunkFrames(
    chunk,
    page,
    () => {
      slot.countFrame()
      tools.onFrame()
    },
    tools,
  )
  await encodeChunk(ffmpeg, { type: frameType, frames }, { what: `encoding chunk ${chunk.index + 1}`, profile, output, outputPath }, signal)
  return outputPath
}

async function* chunkFrames(
  chunk: Chunk,
  page: FramePage,
  onFrame: () => void,
  { output, signal }: Pick<ChunkTools, 'output' | 'signal'>,
): AsyncGenerator<Buffer> {
  for (let frame = chunk.from; frame < chunk.to; frame++) {
    yield await page.frameAt(frameTimeMs(frame - chunk.scene.range.from, output.fps), signal)
    onFrame()
  }
}
