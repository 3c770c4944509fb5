import type { FoundFfmpeg } from '../find-ffmpeg.ts'
import { runFfmpeg, type FfmpegJob } from '../run-ffmpeg.ts'
import type { FilmFileFacts } from './probe-film.ts'
import { videoFile } from './video-file.ts'

type TakeOrder = {
  readonly film: FilmFileFacts
  /** A time between the frame before and the one that is meant. */
  readonly afterS: number
  /** A PNG. */
  readonly outputPath: string
}

/** The first frame after a time, in full size and as a player shows it, with 8 bits a channel. */
function takeFrameJob({ film, afterS, outputPath }: TakeOrder): FfmpegJob {
  const { from, options } = videoFile(film.path)
  return {
    what: `taking the frame after ${afterS.toFixed(3)} s of ${film.path}`,
    inputs: [{ from, options: [...options, '-noautorotate', ...(afterS > 0 ? ['-ss', afterS.toFixed(6)] : [])] }],
    outputOptions: [
      ...['-map', `0:${film.picture.stream}`, '-frames:v', '1'],
      ...['-vf', 'scale=flags=accurate_rnd+full_chroma_int,format=rgb24', '-f', 'image2', '-update', '1', '-c:v', 'png'],
    ],
    outputPath,
  }
}

/** @throws as runFfmpeg */
export async function takeFrame(tools: FoundFfmpeg, order: TakeOrder, signal: AbortSignal): Promise<void> {
  await runFfmpeg(tools, takeFrameJob(order), { signal })
}
