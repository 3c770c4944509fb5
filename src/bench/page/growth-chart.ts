import type { GrowthResult } from '../report/bench-result.ts'
import { lineChart } from './line-chart.ts'
import { markup, type Markup } from '../../shared/markup.ts'

/** By row: two of ours would have one colour by their kind. */
const kinds: Readonly<Record<string, string>> = { 'encode-only': 'limit', layers: 'framefarm', screenshot: 'second' }

export function growthChart({ title, unit, points }: GrowthResult): Markup {
  const ids = points[0]?.part.rows.map(({ id }) => id) ?? []
  const series = ids.map((name) => ({
    name,
    kind: kinds[name] ?? 'peer',
    points: points.flatMap(({ x, part }) => {
      const figures = part.rows.find(({ id }) => id === name)?.figures
      return figures ? [{ x, y: figures.seconds.median }] : []
    }),
  }))
  const drawn = series.filter((one) => one.points.length > 0)
  return markup`<section><h3>${title}</h3><figure>${lineChart({ title, xUnit: unit, yUnit: 'seconds', series: drawn })}</figure></section>`
}
