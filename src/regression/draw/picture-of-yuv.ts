import type { StreamFormat } from '../../browser/stream-format.ts'
import type { Picture } from '../picture/picture.ts'

export type RawFrame = StreamFormat & { readonly width: number; readonly height: number; readonly bytes: Uint8Array }

/** Weights of red and blue in luma: ITU-R BT.709-6 and BT.601-7. */
const weights = { bt709: { red: 0.2126, blue: 0.0722 }, bt601: { red: 0.299, blue: 0.114 } } as const

/**
 * The picture that a raw frame of limited range, 4:2:0, shows. Chroma lies on every other luma column, between two rows, and is
 * interpolated linearly, as a good player does it.
 */
export function pictureOfYuv(frame: RawFrame): Picture {
  const { width, height, bytes } = frame
  const { red, blue } = weights[frame.matrix]
  const [ofRed, ofBlue] = [(2 * (1 - red) * 255) / 224, (2 * (1 - blue) * 255) / 224]
  const green = 1 - red - blue
  // Sums of chroma are eight times their value, and 128 off.
  const [toRed, toBlue, toGreenV, toGreenU] = [ofRed / 8, ofBlue / 8, (ofRed * red) / green / 8, (ofBlue * blue) / green / 8]
  const data = new Uint8ClampedArray(width * height * 4)
  const [u, v] = [new Int16Array(width), new Int16Array(width)]
  for (let row = 0, at = 0; row < height; row++) {
    chromaRow(frame, row, { u, v })
    for (let column = 0; column < width; column++, at += 4) {
      const luma = ((bytes[row * width + column] ?? 0) - 16) * (255 / 219)
      const [blueSum, redSum] = [(u[column] ?? 0) - 1024, (v[column] ?? 0) - 1024]
      data[at] = luma + toRed * redSum
      data[at + 1] = luma - toGreenV * redSum - toGreenU * blueSum
      data[at + 2] = luma + toBlue * blueSum
      data[at + 3] = 255
    }
  }
  return { width, height, data: new Uint8Array(data.buffer) }
}

type ChromaRow = { readonly u: Int16Array; readonly v: Int16Array }

/** Chroma at each luma sample of a row, eight times its value. */
function chromaRow({ pixels, width, height, bytes }: RawFrame, row: number, target: ChromaRow): void {
  const [columns, rows] = [Math.ceil(width / 2), Math.ceil(height / 2)]
  const near = row >> 1
  const far = Math.min(rows - 1, Math.max(0, row % 2 === 0 ? near - 1 : near + 1))
  const [step, rowLength] = pixels === 'nv12' ? [2, columns * 2] : [1, columns]
  const first = width * height
  const planes = pixels === 'nv12' ? [first, first + 1] : [first, first + columns * rows]
  for (const [index, plane] of planes.entries()) {
    const [nearAt, farAt] = [plane + near * rowLength, plane + far * rowLength]
    const sums = index === 0 ? target.u : target.v
    for (let column = 0; column < width; column++) {
      const left = (column >> 1) * step
      const right = Math.min(columns - 1, (column + 1) >> 1) * step
      sums[column] = 3 * ((bytes[nearAt + left] ?? 0) + (bytes[nearAt + right] ?? 0)) + (bytes[farAt + left] ?? 0) + (bytes[farAt + right] ?? 0)
    }
  }
}
