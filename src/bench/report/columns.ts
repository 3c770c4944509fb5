import type { RowResult } from './bench-result.ts'
import type { Spread } from './statistics.ts'

export type Column = { readonly title: string; readonly cell: (row: RowResult) => string }

/** Where a figure could not be had. */
const none = '-'

/** The columns of every table of results, after the name of the program. */
export const columns: readonly Column[] = [
  { title: 'seconds', cell: ({ figures }) => fixed(figures?.seconds.median, 2) },
  { title: 'range', cell: ({ figures }) => rangeText(figures?.seconds, 1) },
  { title: 'frame path s', cell: ({ figures }) => fixed(figures?.framePathSeconds?.median, 2) },
  { title: 'frames/s', cell: ({ figures }) => fixed(figures?.framesPerSecond, 1) },
  { title: 'CPU s', cell: ({ figures }) => fixed(figures?.cpuSeconds?.median, 1) },
  { title: 'ratio', cell: ({ figures }) => fixed(figures?.ratio.median, 2) },
  { title: 'ratio range', cell: ({ figures }) => rangeText(figures?.ratio, 2) },
  { title: 'PSNR dB', cell: ({ picture }) => fixed(picture?.psnrDb, 1) },
  { title: 'SSIM', cell: ({ picture }) => fixed(picture?.ssim, 3) },
  { title: 'motion px', cell: ({ picture }) => fixed(picture?.errorPx, 3) },
  { title: 'MB', cell: ({ figures }) => fixed(figures === null ? undefined : figures.bytes / 1e6, 1) },
]

function fixed(value: number | undefined, digits: number): string {
  return value === undefined ? none : value.toFixed(digits)
}

function rangeText(spread: Spread | undefined, digits: number): string {
  return spread === undefined ? none : `${spread.min.toFixed(digits)} to ${spread.max.toFixed(digits)}`
}
