import type { CodedFrames } from '../encoder/encode-chunk.ts'
import type { Output } from '../film/film.ts'
import type { Chunk } from '../plan/plan-film.ts'
import { frameTimeMs } from '../plan/timeline.ts'
import type { Site } from '../templates/site.ts'
import { noStreamTool } from './stream-tool.ts'
import type { Streams } from './streams.ts'

type StreamTools = { readonly streams?: Streams; readonly output: Output; readonly signal: AbortSignal }

/**
 * Gives a chunk's frames to the encoder as its page streams them, raw.
 * @throws as Streams.use and StreamPage, and what `encode` throws
 */
export async function streamFrames(
  { from, to, scene }: Chunk,
  site: Site,
  { streams, output, signal }: StreamTools,
  encode: (source: CodedFrames) => Promise<void>,
): Promise<void> {
  if (!streams) throw noStreamTool()
  const timesMs = Array.from({ length: to - from }, (_, index) => frameTimeMs(from + index - scene.range.from, output.fps))
  await streams.use(async (page, slot) => {
    await page.open(site, signal)
    const frames = (async function* () {
      for await (const frame of page.framesAt(timesMs, signal)) {
        yield frame
        slot.countFrame()
      }
    })()
    await encode({ type: 'raw', ...page.format, frames })
  }, signal)
}
