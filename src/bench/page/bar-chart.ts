import { markup, type Markup } from '../../shared/markup.ts'
import { ticksTo } from './ticks.ts'

type Bar = {
  readonly label: string
  readonly value: number
  /** Drawn as a thin line over the end of the bar. */
  readonly range: { readonly min: number; readonly max: number } | null
  /** A class of the page's style. */
  readonly kind: string
}

export type BarChart = { readonly title: string; readonly unit: string; readonly digits: number; readonly bars: readonly Bar[] }

const width = 580
const labelWidth = 230
const valueWidth = 60
const rowHeight = 30
const barHeight = 18
const axisHeight = 44

/** Bars that lie one below the other, from 0, with an axis below. */
export function barChart({ title, unit, digits, bars }: BarChart): Markup {
  const ticks = ticksTo(Math.max(...bars.map(({ value, range }) => Math.max(value, range?.max ?? 0))))
  const plotWidth = width - labelWidth - valueWidth
  const x = (value: number) => labelWidth + (plotWidth * value) / (ticks.at(-1) ?? 1)
  const bottom = bars.length * rowHeight + 4
  const lines = ticks.map(
    (tick) => markup`<line class="grid" x1="${x(tick)}" x2="${x(tick)}" y1="0" y2="${bottom}"/>
<text class="tick" text-anchor="middle" x="${x(tick)}" y="${bottom + 16}">${tick.toString()}</text>`,
  )
  const rows = bars.map((bar, index) => {
    const top = index * rowHeight + (rowHeight - barHeight) / 2
    const middle = top + barHeight / 2
    const end = x(Math.max(bar.value, bar.range?.max ?? 0))
    return markup`<text class="label" text-anchor="end" x="${labelWidth - 10}" y="${middle + 4}">${bar.label}</text>
<rect class="bar ${bar.kind}" x="${labelWidth}" y="${top}" width="${Math.max(1, x(bar.value) - labelWidth)}" height="${barHeight}" rx="2"/>
${rangeLine(bar, x, middle)}<text class="value" x="${end + 8}" y="${middle + 4}">${bar.value.toFixed(digits)}</text>`
  })
  return markup`<svg viewBox="0 0 ${width} ${bottom + axisHeight}" role="img" aria-label="${title}">
${lines}${rows}
<text class="unit" text-anchor="middle" x="${labelWidth + plotWidth / 2}" y="${bottom + 36}">${unit}</text>
</svg>`
}

function rangeLine({ range }: Bar, x: (value: number) => number, middle: number): Markup | null {
  if (range === null || range.max === range.min) return null
  const [from, to] = [x(range.min), x(range.max)]
  return markup`<path class="range" d="M${from} ${middle - 4}v8M${from} ${middle}H${to}M${to} ${middle - 4}v8"/>
`
}
