import { markup, type Markup } from '../../shared/markup.ts'
import type { PageData, PictureSources } from './page-data.ts'
import { pageHead } from './page-look.ts'
import type { PageParts } from './page-parts.ts'
import type { Report } from './report-schema.ts'
import { stripSection } from './strip-section.ts'
import { clockText, resultWords } from './verdict-words.ts'
import { viewerSection } from './viewer-section.ts'

type PageContent = { readonly report: Report; readonly data: PageData; readonly sources: PictureSources; readonly strip: readonly (string | null)[] }

/** The report as one page that needs nothing but itself. `strip`: the data address of a small picture for each frame. */
export function reportPage({ report, data, sources, strip }: PageContent, parts: PageParts): string {
  const { script, icon } = parts
  const { film } = report
  const pictures = [...sources].map(([id, uri]) => markup`<script type="text/plain" id="${id}">${uri}</script>\n`)
  const page = markup`${pageHead(`${film.name}: ${resultWords(report)}`, parts)}
<body data-result="${report.result}">
${header(report, data, icon)}
${stripSection(report, data, strip)}
${viewerSection(data)}
<footer>
<details id="keys"><summary>Keys</summary>${keyList()}</details>
<p class="quiet">Everything in this page is in this one file. report.json and junit.xml beside it say the same to programs.</p>
</footer>
<p id="news" class="unseen" role="status"></p>
<script type="application/json" id="frames">${{ markup: inScript(data) }}</script>
${pictures}<script type="module">${{ markup: script }}</script>
</body>
</html>
`
  return page.markup
}

function header(report: Report, { approveAll }: PageData, icon: string): Markup {
  const { film, rendererKey, method, seconds, warnings, browsers, result, counts } = report
  const facts: readonly (readonly [string, string])[] = [
    ['Picture', `${film.width} × ${film.height}, ${Number(film.fps.toFixed(3))} fps, ${clockText(film.frames / film.fps)}`],
    ['Film', film.path],
    ['Renderer', rendererKey],
    ['Method', method],
    ['Checked in', `${seconds.toFixed(seconds < 10 ? 1 : 0)} s`],
  ]
  const doubts = [...warnings, ...browsers.flatMap(({ browser, problem }) => (problem === null ? [] : [`${browser}: ${problem}`]))]
  return markup`<header class="top">
<p class="mark">${{ markup: icon }}<span>Framefarm frames</span></p>
<div class="title">
<h1>${film.name}</h1>
<p class="result">${{ markup: resultSign(result) }}<strong>${resultWords(report)}</strong></p>
${approveAll === null ? null : approval(approveAll, counts.gone)}
</div>
<dl class="facts">${facts.map(([name, value]) => markup`<div><dt>${name}</dt><dd>${value}</dd></div>`)}</dl>
${doubts.length === 0 ? null : markup`<ul class="doubts" aria-label="Warnings">${doubts.map((doubt) => markup`<li>${doubt}</li>`)}</ul>`}
</header>`
}

/** @param gone baselines that go with it */
function approval(command: string, gone: number): Markup {
  const removal =
    gone === 0
      ? ''
      : `, and remove ${gone === 1 ? 'the baseline of a frame that is' : `the ${gone} baselines of frames that are`} not picked any more`
  return markup`<div class="approve-all"><p id="approve-all-title">Approve all of them as they are now${removal}</p>
<div class="command"><code id="approve-all" tabindex="0" aria-labelledby="approve-all-title">${command}</code>
<button type="button" class="text" data-copy="approve-all">Copy</button></div></div>`
}

/** A tick or an exclamation mark: not by colour alone. */
function resultSign(result: Report['result']): string {
  const path = result === 'same' ? 'm6 10.4 2.7 2.7L14 7.6' : 'M10 5.6v5.2M10 13.9v.3'
  return `<svg viewBox="0 0 20 20" aria-hidden="true"><circle cx="10" cy="10" r="9"/><path d="${path}"/></svg>`
}

function keyList(): Markup {
  const keys: readonly (readonly [string, string])[] = [
    ['j k', 'next frame, frame before'],
    ['1 to 5', 'side by side, onion skin, swipe, blink, difference'],
    ['+ − 0', 'closer, further, whole picture'],
    ['z', 'to what differs'],
    ['arrows', 'move the picture while it is zoomed'],
    ['space', 'start or stop blinking'],
    ['b', 'the other picture'],
    ['c', 'copy the command'],
  ]
  return markup`<dl>${keys.map(
    ([key, what]) =>
      markup`<div><dt>${key.split(' ').map((part) => (part === 'to' ? markup` to ` : markup`<kbd>${part}</kbd> `))}</dt><dd>${what}</dd></div>`,
  )}</dl>`
}

/** JSON that ends no element: `<` begins every tag and comment. */
function inScript(value: unknown): string {
  return JSON.stringify(value).replaceAll('<', String.raw`\u003c`)
}
