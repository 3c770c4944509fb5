import { basename, join } from 'node:path'
import { markup, type Markup } from '../../../shared/markup.ts'
import { pageHead, policyOf, readPageLook } from '../../report/page-look.ts'
import type { FilmCheck, FilmFinding } from '../film-check.ts'
import { framesText, secondsText, verdictText } from '../film-words.ts'
import { factsTable } from './facts-table.ts'
import { measureCharts } from './measure-charts.ts'
import { worstFigures } from './worst-figures.ts'

/** A check as one page that needs nothing but itself, and no script. */
export async function filmPage(check: FilmCheck): Promise<string> {
  const look = await readPageLook([join(import.meta.dirname, 'page/film.css')])
  const name = basename(check.actual.path)
  const page = markup`${pageHead(`${name}: ${verdictText(check)}`, { ...look, policy: policyOf(look) })}
<body data-result="${check.verdict === 'changed' ? 'different' : 'same'}">
<header class="top">
<p class="mark">${{ markup: look.icon }}<span>Framefarm films</span></p>
<div class="title">
<h1>${name}</h1>
<p class="result">${{ markup: resultSign(check) }}<strong>${capital(verdictText(check))}</strong></p>
</div>
<dl class="facts">${factsOf(check).map(([term, value]) => markup`<div><dt>${term}</dt><dd>${value}</dd></div>`)}</dl>
</header>
<main>
${findingsSection(check.findings)}
${measureCharts(check)}
${await worstFigures(check)}
${factsTable(check)}
</main>
<footer>
${check.notes.map((note) => markup`<p>${capital(note)}.</p>`)}
<p class="quiet">Everything in this page is in this one file. film.json and film.junit.xml beside it say the same to programs, the folder film has the
pictures in full size.</p>
</footer>
</body>
</html>
`
  return page.markup
}

function factsOf({ baseline, actual, frames, tookS }: FilmCheck): readonly (readonly [string, string])[] {
  return [
    ['Baseline', baseline.path],
    ['Film', actual.path],
    ['Compared', `${frames.length} of ${baseline.decodedFrames} frames`],
    ['Checked in', `${tookS.toFixed(1)} s`],
  ]
}

function findingsSection(findings: readonly FilmFinding[]): Markup | null {
  if (findings.length === 0) return null
  return markup`<section aria-labelledby="findings"><h2 id="findings">Findings</h2>
<ol class="findings">${findings.map(
    (finding) => markup`<li><span class="where">${whereText(finding)}</span><span>${capital(finding.text)}.</span></li>
`,
  )}</ol></section>`
}

function whereText({ frames, seconds }: FilmFinding): string {
  if (frames !== null) return capital(framesText(frames))
  return seconds === null ? 'Whole film' : secondsText(seconds)
}

/** A tick or an exclamation mark: not by colour alone. */
function resultSign({ verdict }: FilmCheck): string {
  const path = verdict === 'changed' ? 'M10 5.6v5.2M10 13.9v.3' : 'm6 10.4 2.7 2.7L14 7.6'
  return `<svg viewBox="0 0 20 20" aria-hidden="true"><circle cx="10" cy="10" r="9"/><path d="${path}"/></svg>`
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}
