import type { BenchResult, PartResult } from '../report/bench-result.ts'
import { machineText } from '../report/machine-text.ts'
import { growthChart } from './growth-chart.ts'
import { markup, type Markup } from '../../shared/markup.ts'
import { pageStyle } from './page-style.ts'
import { partCharts } from './part-charts.ts'
import { partSamples } from './part-samples.ts'
import { partTable } from './part-table.ts'

const abouts = {
  photo: {
    scene: 'One photograph under a slow zoom from 1 to 1.2.',
    pictures: 'Picture and motion are held against an exact resample of the photograph.',
  },
  live: {
    scene: 'A photograph that moves under a filter, a canvas and words that come into focus: script changes all of them for every frame.',
    pictures: 'Pictures are held against the page itself, taken without loss.',
  },
} as const

/** All results as one page that needs nothing but itself. */
export function benchPage(result: BenchResult): string {
  const { main, sizes, growth } = result
  const page = markup`<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>Framefarm benchmark</title>
<style>${{ markup: pageStyle }}</style>
<h1>Framefarm benchmark</h1>
<p class="soft">${machineText(result)}</p>
<p>${abouts[main.scene.kind].scene} The limit is FFmpeg encoding frames that are ready: no renderer that feeds the same
encoder can be quicker. All programs ran in turn, round after round; ratios are of the same round. ${abouts[main.scene.kind].pictures} How it is measured: docs/benchmarks.md.</p>
${partSection(main)}
${sizes.map(partSection)}
${growth.length === 0 ? null : markup`<h2>Growth: seconds of the whole command</h2><div class="charts">${growth.map(growthChart)}</div>`}
</html>
`
  return page.markup
}

function partSection(part: PartResult): Markup {
  return markup`<h2>${part.title}</h2>
${partTable(part)}
<div class="charts">${[...partCharts(part)]}</div>
${partSamples(part)}
`
}
