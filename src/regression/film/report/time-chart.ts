import { markup, type Markup } from '../../../shared/markup.ts'

/** A value at a time, or for a while. */
type Point = { readonly from: number; readonly to: number; readonly y: number }

export type TimeChart = {
  readonly title: string
  readonly points: readonly Point[]
  readonly limit: number | null
  /** Whether it is the lowest value that is the worst. */
  readonly isGoodHigh: boolean
  /** Of the axis. */
  readonly low: number
  readonly high: number
  readonly endS: number
  readonly spans: readonly { readonly from: number; readonly to: number; readonly text: string }[]
}

const size = { width: 1120, height: 132 }
const plot = { left: 56, top: 10, right: 1112, bottom: 104 }
/** More points than this are not to be told apart; of those that fall together the worst is drawn. */
const mostPoints = 700
/** A finding of one frame is drawn so wide. */
const leastBand = 3

/** One measure over the time of a film. */
export function timeChart(chart: TimeChart): Markup {
  const { title, limit, low, high, endS, spans } = chart
  const x = (seconds: number) => plot.left + ((plot.right - plot.left) * Math.min(seconds, endS)) / Math.max(endS, 0.001)
  const y = (value: number) => plot.bottom - ((plot.bottom - plot.top) * (Math.min(high, Math.max(low, value)) - low)) / Math.max(high - low, 1e-9)
  const points = worstOfEach(chart)
  const path = points
    .flatMap((point) =>
      [point.from, ...(point.to > point.from ? [point.to] : [])].map((seconds) => `${x(seconds).toFixed(1)} ${y(point.y).toFixed(1)}`),
    )
    .join('L')
  const bands = spans.map(
    ({ from, to, text }) =>
      markup`<rect class="band" x="${x(from)}" width="${Math.max(leastBand, x(to) - x(from))}" y="${plot.top}" height="${plot.bottom - plot.top}"><title>${text}</title></rect>`,
  )
  const across = [low, (low + high) / 2, high].map(
    (tick) => markup`<line class="grid" x1="${plot.left}" x2="${plot.right}" y1="${y(tick)}" y2="${y(tick)}"/>
<text text-anchor="end" x="${plot.left - 8}" y="${y(tick) + 4}">${numberText(tick, high - low)}</text>`,
  )
  const down = timeTicks(endS).map((tick) => markup`<text text-anchor="middle" x="${x(tick)}" y="${plot.bottom + 18}">${`${tick} s`}</text>`)
  const limitLine = limit === null ? null : markup`<line class="limit" x1="${plot.left}" x2="${plot.right}" y1="${y(limit)}" y2="${y(limit)}"/>`
  return markup`<figure><figcaption>${title}</figcaption><svg class="chart" viewBox="0 0 ${size.width} ${size.height}" role="img" aria-label="${summaryOf(chart)}">
${across}${down}${bands}${limitLine}<path class="curve" d="${`M${path}`}"/></svg></figure>
`
}

function worstOfEach({ points, isGoodHigh, endS }: TimeChart): readonly Point[] {
  const groups = Map.groupBy(points, ({ from }) => (points.length <= mostPoints ? from : Math.floor((from * mostPoints) / endS)))
  return [...groups.values()].map((group) => group.reduce((worst, point) => (point.y < worst.y === isGoodHigh ? point : worst)))
}

function summaryOf({ title, points, limit }: TimeChart): string {
  const values = points.map(({ y }) => y)
  const [least, most] = [Math.min(...values), Math.max(...values)].map((value) => numberText(value, 1))
  return `${title}: from ${least} to ${most}${limit === null ? '' : `, limit ${limit}`}`
}

function numberText(value: number, span: number): string {
  return Number(value.toFixed(span <= 0.2 ? 3 : span <= 4 ? 2 : 0)).toString()
}

/** Whole seconds, some ten of them. */
function timeTicks(endS: number): readonly number[] {
  const step = [0.5, 1, 2, 5, 10, 20, 30, 60, 120, 300, 600, 1200].find((candidate) => endS / candidate <= 12) ?? 3600
  return Array.from({ length: Math.floor(endS / step) + 1 }, (_, index) => index * step)
}
