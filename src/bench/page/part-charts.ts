import type { PartResult, RowResult } from '../report/bench-result.ts'
import type { Spread } from '../report/statistics.ts'
import { barChart } from './bar-chart.ts'
import { markup, type Markup } from '../../shared/markup.ts'

type Measured = {
  readonly title: string
  readonly unit: string
  readonly digits: number
  readonly value: (row: RowResult) => number | null | undefined
  readonly range: (row: RowResult) => Spread | null
}

const none = () => null

const charts: readonly Measured[] = [
  {
    ...{ title: 'Time of the whole command', unit: 'seconds; median and range', digits: 1 },
    ...{ value: ({ figures }) => figures?.seconds.median, range: ({ figures }) => figures?.seconds ?? null },
  },
  {
    ...{ title: 'Ratio to the limit', unit: 'times the limit of the same round', digits: 2 },
    ...{ value: ({ figures }) => figures?.ratio.median, range: ({ figures }) => figures?.ratio ?? null },
  },
  {
    ...{ title: 'Processor time', unit: 'CPU seconds of all processes of the command', digits: 1 },
    ...{ value: ({ figures }) => figures?.cpuSeconds?.median, range: ({ figures }) => figures?.cpuSeconds ?? null },
  },
  {
    ...{ title: 'Motion error', unit: 'pixels, root mean square; smaller is smoother', digits: 3 },
    ...{ value: ({ picture }) => picture?.errorPx, range: none },
  },
  {
    ...{ title: 'Likeness to the exact resample', unit: 'PSNR of luma in decibels; larger is better', digits: 1 },
    ...{ value: ({ picture }) => picture?.psnrDb, range: none },
  },
]

/** A bar chart for each figure that at least one row has. */
export function partCharts({ rows }: PartResult): readonly Markup[] {
  return charts.flatMap(({ title, unit, digits, value, range }) => {
    const bars = rows.flatMap((row) => {
      const known = value(row)
      return known === null || known === undefined ? [] : [{ label: row.label, kind: row.kind, value: known, range: range(row) }]
    })
    return bars.length === 0 ? [] : [markup`<section><h3>${title}</h3><figure>${barChart({ title, unit, digits, bars })}</figure></section>`]
  })
}
