import { describe, expect, it } from 'vitest'
import { barChart } from '../../src/bench/page/bar-chart.ts'
import { apart, lineChart } from '../../src/bench/page/line-chart.ts'
import { markup } from '../../src/shared/markup.ts'
import { ticksTo } from '../../src/bench/page/ticks.ts'

describe('plots', () => {
  it.each([
    [57, [0, 20, 40, 60]],
    [4.6, [0, 1, 2, 3, 4, 5]],
    [0.74, [0, 0.2, 0.4, 0.6, 0.8]],
    [960, [0, 200, 400, 600, 800, 1000]],
    [0, [0, 1]],
  ])('have round numbers on an axis up to %f', (largest, ticks) => {
    expect(ticksTo(largest)).toEqual(ticks)
  })

  it('escape what is written into them', () => {
    expect(markup`<text x="${'"'}">${'<b> & co'}</text>`.markup).toBe('<text x="&quot;">&lt;b&gt; &amp; co</text>')
  })

  it('have bars as long as their values, with the range over them', () => {
    const bar = { label: 'a', kind: 'limit', value: 5, range: { min: 4, max: 10 } }
    const { markup: svg } = barChart({ title: 'Time', unit: 'seconds', digits: 1, bars: [bar, { ...bar, value: 10, range: null }] })
    const widths = [...svg.matchAll(/class="bar limit"[^>]* width="([\d.]+)"/g)].map(([, width]) => Number(width))
    expect(widths).toHaveLength(2)
    expect(widths[1]).toBe(2 * (widths[0] ?? 0))
    expect(svg.match(/class="range"/g)).toHaveLength(1)
    expect(svg).toContain('>5.0</text>')
  })

  it('have lines through their points and names that do not lie on each other', () => {
    const points = [
      { x: 0, y: 0 },
      { x: 60, y: 5 },
    ]
    const { markup: svg } = lineChart({ title: 'T', xUnit: 'frames', yUnit: 'seconds', series: [{ name: 'layers', kind: 'framefarm', points }] })
    expect(svg).toMatch(/<path d="M56\.0 284\.0L460\.0 12\.0"/)
    expect(svg).toContain('60 frames: 5.00 seconds')
    expect(apart([100, 50, 55, 300])).toEqual([100, 50, 68, 300])
  })
})
