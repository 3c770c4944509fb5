import type { FoundFfmpeg } from './find-ffmpeg.ts'
import { runFfprobe } from './run-ffprobe.ts'

/** "5.1.9-0+deb12u1": chunks of one film come from one build. ffprobe is of the same build and says it as data. */
export async function ffmpegVersion(tools: FoundFfmpeg, signal: AbortSignal): Promise<string> {
  const answer = await runFfprobe(tools, ['-show_program_version', '-of', 'json'], signal)
  const { program_version } = JSON.parse(answer) as { program_version: { version: string } }
  return program_version.version
}
