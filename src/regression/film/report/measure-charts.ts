import { markup, type Markup } from '../../../shared/markup.ts'
import type { FilmCheck, MeasuredFrame } from '../film-check.ts'
import { timeChart, type TimeChart } from './time-chart.ts'

/** Frames that are equal have no end of decibels; they are drawn here. */
const equalDb = 60

/** All measures over the time of the film, one below the other. */
export function measureCharts(check: FilmCheck): Markup {
  const { frames, findings, sound } = check
  const endS = Math.max(frames.at(-1)?.seconds ?? 0, sound?.lengthS.baseline ?? 0)
  const spans = (isOfSound: boolean) =>
    findings.flatMap(({ kind, seconds, text }) => (seconds === null || kind.startsWith('sound') !== isOfSound ? [] : [{ ...seconds, text }]))
  const charts = [
    ...frameCharts(check).map((chart) => ({ ...chart, spans: spans(false) })),
    ...soundCharts(check).map((chart) => ({ ...chart, spans: spans(true) })),
  ].filter(({ points }) => points.length > 0)
  return markup`<section aria-labelledby="measures"><h2 id="measures">Over time</h2>
<p class="quiet">Each frame, or each quarter of a second of sound, against the baseline's. The dashed line is the limit, the bands are the findings.</p>
${charts.map((chart) => timeChart({ ...chart, endS }))}</section>`
}

type Chart = Omit<TimeChart, 'endS' | 'spans'>

function frameCharts({ frames, limits }: FilmCheck): readonly Chart[] {
  const chart = (title: string, limit: number, of: (frame: MeasuredFrame) => number | null): Chart => ({
    title,
    limit,
    isGoodHigh: true,
    low: frames.reduce((low, frame) => Math.min(low, of(frame) ?? limit), limit),
    high: 1,
    points: frames.flatMap((frame) => {
      const y = of(frame)
      return y === null ? [] : [{ from: frame.seconds, to: frame.seconds, y }]
    }),
  })
  const psnr = chart('PSNR, dB', limits.psnr, (frame) => Math.min(equalDb, frame.psnr ?? equalDb))
  const faults = [
    chart('Largest difference of an area, of 255', limits.area, ({ largest }) => largest.levels),
    chart('Moved by, px', limits.moved, ({ move }) => move && Math.hypot(move.x, move.y)),
    chart('Finest detail weaker or stronger by, %', limits.detail, ({ detail }) => detail && Math.abs(1 - detail.strength) * 100),
  ]
  return [
    { ...psnr, low: Math.min(psnr.low, limits.psnr - 4), high: equalDb },
    chart('SSIM', limits.ssim, ({ ssim }) => ssim),
    { ...chart('VMAF', limits.vmaf, ({ vmaf }) => vmaf), high: 100 },
    ...faults.map((fault) => ({
      ...fault,
      isGoodHigh: false,
      low: 0,
      high: fault.points.reduce((high, { y }) => Math.max(high, y), 1.25 * (fault.limit ?? 0)),
    })),
  ]
}

function soundCharts({ sound, limits }: FilmCheck): readonly Chart[] {
  if (sound === null) return []
  const levels = sound.pieces.flatMap(({ from, to, levelDb }) => (levelDb === null ? [] : [{ from, to, y: levelDb }]))
  const widest = Math.max(limits.level * 1.25, ...levels.map(({ y }) => Math.abs(y)))
  return [
    {
      title: 'Correlation of sound',
      limit: limits.correlation,
      isGoodHigh: true,
      low: Math.min(limits.correlation - 0.1, ...sound.pieces.map(({ correlation }) => correlation ?? 1)),
      high: 1,
      points: sound.pieces.flatMap(({ from, to, correlation }) => (correlation === null ? [] : [{ from, to, y: correlation }])),
    },
    { title: 'Sound louder than the baseline by, dB', limit: null, isGoodHigh: true, low: -widest, high: widest, points: levels },
  ]
}
