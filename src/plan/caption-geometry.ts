import type { CaptionStyle, Margin } from '../film/caption-style.ts'
import type { StageCaptionStyle } from '../templates/stage-captions.ts'

type Size = { readonly width: number; readonly height: number }

/** However wide margins in pixels are, this much of the frame is left between two of them. */
const largestMargin = 0.45

/** A style in the pixels of a frame, in families as CSS has them. */
export function stageStyle({ safeArea, size, ...style }: CaptionStyle, frame: Size, font: string): StageCaptionStyle {
  const left = pixelsOf(safeArea.left, frame.width)
  const top = pixelsOf(safeArea.top, frame.height)
  const width = frame.width - left - pixelsOf(safeArea.right, frame.width)
  const height = frame.height - top - pixelsOf(safeArea.bottom, frame.height)
  return { ...style, font, safeArea: { left, top, width, height }, fontSize: size * Math.min(frame.width, frame.height) }
}

function pixelsOf(margin: Margin, length: number): number {
  const pixels = typeof margin === 'number' ? margin * length : Number.parseInt(margin, 10)
  // Rounded up: the safe area begins with a whole pixel.
  return Math.ceil(Math.min(pixels, largestMargin * length))
}

/** What a line of readable length holds at most, in Latin letters; subtitles of films and television have 37 to 42. */
const readableLetters = 42
/** A letter of a usual Latin face is half as wide as it is high. */
const letterWidth = 0.52

/** How many letters one caption holds: as many lines as the style allows, no longer than readable and than the safe area. */
export function lettersOfCue({ safeArea, fontSize, maxLines }: StageCaptionStyle): number {
  const fitting = Math.floor(safeArea.width / (fontSize * letterWidth))
  return Math.max(1, Math.min(readableLetters, fitting)) * Math.min(maxLines, 2)
}
