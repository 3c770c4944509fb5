import type { PictureFacts } from './probe-film.ts'

/** FFmpeg's names of matrices as ffprobe says them, and as its filter `scale` takes them. */
const scaleMatrices: Readonly<Record<string, string>> = {
  bt709: 'bt709',
  fcc: 'fcc',
  bt470bg: 'bt470',
  smpte170m: 'smpte170m',
  smpte240m: 'smpte240m',
  bt2020nc: 'bt2020',
  bt2020c: 'bt2020',
}

/**
 * Filters that bring a picture to the size, format and colours of another one, as a player would show it; nothing where they are the same.
 * @returns with a comma before it
 */
export function sameLookFilters(from: PictureFacts, to: PictureFacts): string {
  const isSameSize = from.width === to.width && from.height === to.height
  const isSameColour = matrixOf(from) === matrixOf(to) && rangeOf(from) === rangeOf(to)
  if (isSameSize && isSameColour && from.pixelFormat === to.pixelFormat) return ''
  const colours = `in_color_matrix=${matrixOf(from)}:out_color_matrix=${matrixOf(to)}:in_range=${rangeOf(from)}:out_range=${rangeOf(to)}`
  return `,scale=${to.width}:${to.height}:flags=bicubic+accurate_rnd+full_chroma_int:${colours},format=${to.pixelFormat},setsar=1`
}

/** What players take where a file says nothing: by the height, as films of that height were always made. */
function matrixOf({ matrix, height }: PictureFacts): string {
  return scaleMatrices[matrix ?? ''] ?? (height >= 720 ? 'bt709' : 'smpte170m')
}

/** Levels from 16 to 235, or from 0 to 255; where a file says nothing, what its pixels are made for. */
export function rangeOf({ range, pixelFormat }: PictureFacts): 'tv' | 'pc' {
  return range ?? (pixelFormat.startsWith('yuvj') || isRgb(pixelFormat) ? 'pc' : 'tv')
}

export function isRgb(pixelFormat: string): boolean {
  return /^(?:gbr|rgb|bgr|argb|abgr)/.test(pixelFormat)
}
