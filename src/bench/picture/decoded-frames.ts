import { open, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { findFfmpeg } from '../../encoder/find-ffmpeg.ts'
import { runFfmpeg } from '../../encoder/run-ffmpeg.ts'
import type { Grey } from './grey.ts'

type Film = { readonly path: string; readonly width: number; readonly height: number }
type Place = { readonly folder: string; readonly signal: AbortSignal }

/** As a player would show it: what the file says of its colours is believed, and brought to BT.709 of limited range. */
const toBt709Luma =
  'scale=in_color_matrix=auto:in_range=auto:out_color_matrix=bt709:out_range=tv:flags=bicubic+accurate_rnd+full_chroma_int,format=yuv420p,extractplanes=y'

/**
 * Luma of the frames of a film that `numbers` names, in their order.
 * @throws CANCELLED, FFMPEG_FAILED, DISK_FULL
 */
export async function* decodedFrames({ path, width, height }: Film, numbers: readonly number[], { folder, signal }: Place): AsyncGenerator<Grey> {
  const rawPath = join(folder, 'decoded.raw')
  const wanted = ranges(numbers).map(({ from, to }) => `between(n,${from},${to})`)
  const outputOptions = ['-vf', `select='${wanted.join('+')}',${toBt709Luma}`, '-fps_mode', 'passthrough', '-f', 'rawvideo']
  try {
    await runFfmpeg(findFfmpeg(), { what: `decoding ${path}`, inputs: [{ from: path, options: [] }], outputOptions, outputPath: rawPath }, { signal })
    const file = await open(rawPath)
    try {
      for (let index = 0; index < numbers.length; index++) {
        const data = new Uint8Array(width * height)
        const { bytesRead } = await file.read(data, 0, data.length, index * data.length)
        if (bytesRead < data.length) throw new Error(`the film has no frame ${numbers[index]} of ${width}x${height}`)
        yield { data, width, height }
      }
    } finally {
      await file.close()
    }
  } finally {
    await rm(rawPath, { force: true })
  }
}

/** [0, 5, 6, 7] -> 0 to 0, 5 to 7 */
function ranges(numbers: readonly number[]): readonly { from: number; to: number }[] {
  const starts = numbers.filter((number, index) => numbers[index - 1] !== number - 1)
  const ends = numbers.filter((number, index) => numbers[index + 1] !== number + 1)
  return starts.map((from, index) => ({ from, to: ends[index] ?? from }))
}
