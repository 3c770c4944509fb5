/** One channel in floating point, row by row. */
export type FloatPlane = { readonly data: Float32Array; readonly width: number; readonly height: number }

/** One direction of a resample: output i lies at `offset + i * step` in samples of the source, whose samples lie at 0, 1, 2... */
export type Line = { readonly offset: number; readonly step: number; readonly outputs: number }

type WeightTable = { readonly taps: number; readonly firsts: Int32Array; readonly weights: Float32Array }

/** Lobes of the Lanczos kernel. */
const lobes = 3

/**
 * `plane` resampled by a Lanczos kernel of three lobes in floating point, widened where it is made smaller.
 * Beyond its edges the plane goes on with its outermost samples.
 */
export function resample(plane: FloatPlane, columns: Line, rows: Line): FloatPlane {
  const across = weightTable(columns, plane.width)
  const down = weightTable(rows, plane.height)
  const from = down.firsts[0] ?? 0
  const to = (down.firsts.at(-1) ?? 0) + down.taps
  const narrow = resampleRows(plane, across, { from, to })
  return { data: resampleColumns(narrow, columns.outputs, down, from), width: columns.outputs, height: rows.outputs }
}

function resampleRows({ data, width }: FloatPlane, { taps, firsts, weights }: WeightTable, rows: { from: number; to: number }): Float32Array {
  const outputs = firsts.length
  const narrow = new Float32Array(outputs * (rows.to - rows.from))
  for (let row = rows.from; row < rows.to; row++) {
    const target = (row - rows.from) * outputs
    for (let column = 0; column < outputs; column++) {
      const source = row * width + (firsts[column] ?? 0)
      const entry = column * taps
      let sum = 0
      for (let tap = 0; tap < taps; tap++) sum += weights[entry + tap]! * data[source + tap]!
      narrow[target + column] = sum
    }
  }
  return narrow
}

function resampleColumns(narrow: Float32Array, width: number, { taps, firsts, weights }: WeightTable, from: number): Float32Array {
  const data = new Float32Array(width * firsts.length)
  for (let row = 0; row < firsts.length; row++) {
    const source = ((firsts[row] ?? 0) - from) * width
    const entry = row * taps
    for (let column = 0; column < width; column++) {
      let sum = 0
      for (let tap = 0, at = source + column; tap < taps; tap++, at += width) sum += weights[entry + tap]! * narrow[at]!
      data[row * width + column] = sum
    }
  }
  return data
}

function weightTable({ offset, step, outputs }: Line, samples: number): WeightTable {
  const widening = Math.max(1, step)
  const taps = Math.min(samples, 2 * Math.ceil(lobes * widening))
  const firsts = new Int32Array(outputs)
  const weights = new Float32Array(outputs * taps)
  for (let output = 0; output < outputs; output++) {
    const position = offset + output * step
    const start = Math.floor(position) + 1 - Math.ceil(lobes * widening)
    const first = Math.min(Math.max(start, 0), samples - taps)
    firsts[output] = first
    const entry = weights.subarray(output * taps, (output + 1) * taps)
    for (let tap = start; tap < start + 2 * Math.ceil(lobes * widening); tap++) {
      // A tap outside the plane falls to the sample at its edge.
      const held = Math.min(Math.max(tap - first, 0), taps - 1)
      entry[held] = (entry[held] ?? 0) + lanczos((position - tap) / widening)
    }
    const sum = entry.reduce((total, weight) => total + weight, 0)
    for (let tap = 0; tap < taps; tap++) entry[tap] = (entry[tap] ?? 0) / sum
  }
  return { taps, firsts, weights }
}

function lanczos(x: number): number {
  if (x === 0) return 1
  if (Math.abs(x) >= lobes) return 0
  const angle = Math.PI * x
  return (lobes * Math.sin(angle) * Math.sin(angle / lobes)) / (angle * angle)
}
