import { markup, type Markup } from '../../shared/markup.ts'
import { ticksTo } from './ticks.ts'

type Point = { readonly x: number; readonly y: number }
type Series = { readonly name: string; /** A class of the page's style. */ readonly kind: string; readonly points: readonly Point[] }

export type LineChart = { readonly title: string; readonly xUnit: string; readonly yUnit: string; readonly series: readonly Series[] }

const size = { width: 580, height: 340 }
const plot = { left: 56, top: 12, right: 460, bottom: 284 }
/** Between the names of two lines that end beside each other. */
const nameHeight = 18

/** Lines over an axis from 0 to the right and from 0 upwards, each with its name at its end. */
export function lineChart({ title, xUnit, yUnit, series }: LineChart): Markup {
  const points = series.flatMap((one) => one.points)
  const xTicks = ticksTo(Math.max(...points.map(({ x }) => x)), 6)
  const yTicks = ticksTo(Math.max(...points.map(({ y }) => y)))
  const x = (value: number) => plot.left + ((plot.right - plot.left) * value) / (xTicks.at(-1) ?? 1)
  const y = (value: number) => plot.bottom - ((plot.bottom - plot.top) * value) / (yTicks.at(-1) ?? 1)
  const down = xTicks.map(
    (tick) => markup`<line class="grid" x1="${x(tick)}" x2="${x(tick)}" y1="${plot.top}" y2="${plot.bottom}"/>
<text class="tick" text-anchor="middle" x="${x(tick)}" y="${plot.bottom + 18}">${tick.toString()}</text>`,
  )
  const across = yTicks.map(
    (tick) => markup`<line class="grid" x1="${plot.left}" x2="${plot.right}" y1="${y(tick)}" y2="${y(tick)}"/>
<text class="tick" text-anchor="end" x="${plot.left - 8}" y="${y(tick) + 4}">${tick.toString()}</text>`,
  )
  const names = apart(series.map((one) => y(one.points.at(-1)?.y ?? 0)))
  const lines = series.map((one, index) => {
    const path = one.points.map((point, at) => `${at === 0 ? 'M' : 'L'}${x(point.x).toFixed(1)} ${y(point.y).toFixed(1)}`).join('')
    const dots = one.points.map(
      (point) =>
        markup`<circle cx="${x(point.x)}" cy="${y(point.y)}" r="4"><title>${`${point.x} ${xUnit}: ${point.y.toFixed(2)} ${yUnit}`}</title></circle>`,
    )
    const end = x(one.points.at(-1)?.x ?? 0)
    return markup`<g class="line ${one.kind}"><path d="${path}"/>${dots}<text class="name" x="${end + 10}" y="${(names[index] ?? 0) + 4}">${one.name}</text></g>
`
  })
  return markup`<svg viewBox="0 0 ${size.width} ${size.height}" role="img" aria-label="${title}">
${down}${across}${lines}
<text class="unit" text-anchor="middle" x="${(plot.left + plot.right) / 2}" y="${plot.bottom + 42}">${xUnit}</text>
<text class="unit" text-anchor="middle" transform="translate(16 ${(plot.top + plot.bottom) / 2}) rotate(-90)">${yUnit}</text>
</svg>`
}

/** The same heights, moved down where two would lie on each other. */
export function apart(heights: readonly number[]): readonly number[] {
  const order = heights.map((_, index) => index).toSorted((a, b) => (heights[a] ?? 0) - (heights[b] ?? 0))
  const moved = [...heights]
  let last = Number.NEGATIVE_INFINITY
  for (const index of order) {
    last = Math.max(moved[index] ?? 0, last + nameHeight)
    moved[index] = last
  }
  return moved
}
