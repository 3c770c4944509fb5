import type { FoundFfmpeg } from './find-ffmpeg.ts'
import { runFfmpeg } from './run-ffmpeg.ts'

type FrameOrder = {
  readonly filmPath: string
  readonly timeS: number
  /** The picture's width; its height follows. */
  readonly widthPx: number
  readonly outputPath: string
}

/** One frame of a finished film as a PNG. @throws as runFfmpeg */
export async function readFrame(tools: FoundFfmpeg, { filmPath, timeS, widthPx, outputPath }: FrameOrder, signal: AbortSignal): Promise<void> {
  const job = {
    what: `reading the frame at ${timeS} s`,
    // Before the input it seeks to the key frame before and decodes from there, to the exact frame.
    inputs: [{ from: filmPath, options: ['-ss', `${timeS}`] }],
    // It is read once and thrown away: a smaller file takes three times as long.
    outputOptions: ['-frames:v', '1', '-vf', `scale=${widthPx}:-2`, '-f', 'image2', '-update', '1', '-c:v', 'png', '-compression_level', '1'],
    outputPath,
  }
  await runFfmpeg(tools, job, { signal })
}
