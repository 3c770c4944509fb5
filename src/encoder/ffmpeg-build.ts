import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import type { FoundFfmpeg } from './find-ffmpeg.ts'

/** What FFmpeg says of itself without doing anything: how it was built, and the encoders that it was built with, which may yet lack their device. */
export async function ffmpegBuild(
  { ffmpeg }: FoundFfmpeg,
  signal: AbortSignal,
): Promise<{ readonly build: string; readonly encoders: ReadonlySet<string> }> {
  const ask = async (question: string) => (await promisify(execFile)(ffmpeg, ['-hide_banner', question], { signal })).stdout
  const [build, list] = await Promise.all([ask('-version'), ask('-encoders')])
  // " V....D libx264              libx264 H.264 / AVC"
  const names = [...list.matchAll(/^ V\S{5} (\S+) /gm)].map(([, name = '']) => name)
  return { build, encoders: new Set(names) }
}
