/** One frame in the text of FFmpeg's filter `metadata=print`. */
export type FrameMetadata = { readonly seconds: number | null; readonly values: Readonly<Record<string, string>> }

/**
 * Frames in their order.
 * @param text lines such as `frame:0    pts:0       pts_time:0`, each with lines such as `lavfi.ssim.All=0.993` after it
 */
export function parseFrameMetadata(text: string): readonly FrameMetadata[] {
  const frames: { seconds: number | null; values: Record<string, string> }[] = []
  for (const line of text.split('\n')) {
    const time = /^frame:\d+ .*pts_time:(\S+)/.exec(line)
    if (time) {
      const seconds = Number(time[1])
      frames.push({ seconds: Number.isFinite(seconds) ? seconds : null, values: {} })
      continue
    }
    const at = line.indexOf('=')
    const frame = frames.at(-1)
    if (at > 0 && frame) frame.values[line.slice(0, at)] = line.slice(at + 1)
  }
  return frames
}
