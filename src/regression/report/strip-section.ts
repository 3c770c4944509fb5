import { markup, type Markup } from '../../shared/markup.ts'
import { smallPictureId, type PageData, type PageFrame } from './page-data.ts'
import type { Report, ReportFrame } from './report-schema.ts'
import { clockText } from './verdict-words.ts'

const fullWidth = 100

/** All picked frames on the film's time line, and which of them are shown. It says what was found without any script. */
export function stripSection(report: Report, data: PageData, pictures: readonly (string | null)[]): Markup {
  const cells = data.frames.map((frame, index) => cell(report, frame, { index, picture: pictures[index] ?? null }))
  return markup`<nav class="film" aria-label="Frames of the film">
<div class="film-bar">
<fieldset id="filter" class="choices"><legend class="unseen">Which frames</legend>${filters(data.frames)}</fieldset>
<p class="quiet" id="place-in-list"></p>
</div>
${timeline(report)}
<ol class="strip" id="strip">${cells}</ol>
<p class="quiet" id="no-cells" hidden>There is no such frame.</p>
</nav>`
}

function filters(frames: readonly PageFrame[]): readonly Markup[] {
  const count = (...states: readonly PageFrame['state'][]) => frames.filter(({ state }) => states.includes(state)).length
  const choices: readonly (readonly [string, string, number])[] = [
    ['open', 'To look at', frames.filter(({ isOpen }) => isOpen).length],
    ['changed', 'Changed', count('changed')],
    ['new', 'New', count('new')],
    ['broken', 'Broken', count('broken')],
    ['all', 'All', frames.length],
  ]
  const first = (choices[0]?.[2] ?? 0) > 0 ? 'open' : 'all'
  return choices.map(
    ([
      value,
      title,
      number,
    ]) => markup`<label><input type="radio" name="filter" value="${value}"${{ markup: value === first ? ' checked' : '' }}><span>${title}
<b>${String(number)}</b></span></label>`,
  )
}

/** Scenes as segments, each frame as a tick at its time. Its words are in the list below it. */
function timeline({ film, frames }: Report): Markup {
  const at = (frame: number) => `${((fullWidth * frame) / Math.max(1, film.frames)).toFixed(3)}%`
  const starts = sceneStarts(frames)
  const scenes = starts.map(([scene, from], index) => {
    const to = starts[index + 1]?.[1] ?? film.frames
    return markup`<svg x="${at(from)}" width="${at(Math.max(1, to - from))}" height="100%" class="scene"><rect width="100%" height="100%"/><text x="6" y="14">${String(scene)}</text></svg>`
  })
  const ticks = frames.map(
    ({ frame, state, name }, index) =>
      markup`<g class="tick" data-state="${state}" data-index="${String(index)}"><title>${name}, ${clockText(frame / film.fps)}</title><rect class="reach" x="${at(frame + 0.5)}" width="13" height="100%"/><rect class="line" x="${at(frame + 0.5)}" width="3" height="100%" rx="1.5"/></g>`,
  )
  return markup`<svg class="timeline" id="timeline" aria-hidden="true" width="100%" height="40">${scenes}${ticks}</svg>
<p class="timeline-ends" aria-hidden="true"><span>${clockText(0)}</span><span>${clockText(film.frames / film.fps)}</span></p>`
}

/** From the earliest frame that is picked in each: the check says no more of scenes. */
function sceneStarts(frames: readonly ReportFrame[]): readonly (readonly [number, number])[] {
  const earliest = new Map<number, number>()
  for (const { scene, frame } of frames) earliest.set(scene, Math.min(frame, earliest.get(scene) ?? frame))
  return [...earliest].toSorted(([, a], [, b]) => a - b)
}

function cell(
  { film }: Report,
  { name, state, stateTitle, place, pairs, isOpen }: PageFrame,
  { index, picture }: { readonly index: number; readonly picture: string | null },
): Markup {
  const { width, height } = film
  const thumb =
    picture === null
      ? markup`<svg viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" aria-hidden="true"></svg>`
      : markup`<img id="${smallPictureId(index)}" src="${picture}" width="${width}" height="${height}" alt="" loading="lazy" decoding="async">`
  const note = isOpen && state === 'changed' ? markup`<span class="note">${pairs[0]?.words[0] ?? ''}</span>` : null
  return markup`<li data-state="${state}" data-open="${String(isOpen)}"><a href="#${encodeURIComponent(name.toWellFormed())}" data-index="${String(index)}" title="${place}">
<span class="thumb">${thumb}</span><span class="name">${name}</span><span class="state">${stateTitle}</span>${note}</a></li>
`
}
