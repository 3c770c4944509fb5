/** How a streamed frame lies in memory: 8-bit 4:2:0 of limited range, chroma in planes (I420) or in pairs (NV12). */
export type StreamFormat = { readonly pixels: 'yuv420p' | 'nv12'; readonly matrix: 'bt601' | 'bt709' }

const pixelFormats: Readonly<Record<string, StreamFormat['pixels']>> = { I420: 'yuv420p', NV12: 'nv12' }

/** Pure red in limited range. Chromium labels every frame as BT.709; its software compositor makes BT.601 all the same. */
const reds = { bt601: [81, 90, 240], bt709: [63, 102, 240] } as const
/** Rounding, and a compositor that is a little less exact. */
const tolerance = 4

/**
 * @param format as VideoFrame names it
 * @param red what pure red is in a frame: Y, U and V
 * @returns null where the frames are of a kind that is not known here
 */
export function streamFormatOf(format: string, red: readonly number[]): StreamFormat | null {
  const pixels = pixelFormats[format]
  const matrix = (['bt601', 'bt709'] as const).find((name) => reds[name].every((value, part) => Math.abs(value - (red[part] ?? -1)) <= tolerance))
  return pixels === undefined || matrix === undefined ? null : { pixels, matrix }
}
