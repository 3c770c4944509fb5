import { markup, type Markup } from '../../shared/markup.ts'
import type { PageData } from './page-data.ts'

const modes: readonly (readonly [string, string])[] = [
  ['beside', 'Side by side'],
  ['onion', 'Onion skin'],
  ['swipe', 'Swipe'],
  ['blink', 'Blink'],
  ['difference', 'Difference'],
]

/** Where one frame is looked at. It is filled by script. */
export function viewerSection({ frames }: PageData): Markup {
  if (frames.length === 0) return markup`<main class="viewer"><p class="quiet empty">No frame was picked.</p></main>`
  return markup`<main class="viewer" id="viewer">
<noscript><p class="empty">Pictures are compared here by script, which is switched off. The list above says what was found.</p></noscript>
<article id="shown" aria-labelledby="frame-name" hidden>
<div class="frame-head">
<div><div class="frame-name"><h2 id="frame-name" tabindex="-1"></h2><p id="frame-state" class="state-label"></p></div>
<p id="frame-place" class="quiet"></p></div>
<div class="turn"><button type="button" class="text" id="previous" title="Frame before (k)" aria-keyshortcuts="k">${arrow('M12.5 5 7.5 10l5 5')}<span>Before</span></button>
<button type="button" class="text" id="next" title="Next frame (j)" aria-keyshortcuts="j"><span>Next</span>${arrow('m7.5 5 5 5-5 5')}</button></div>
</div>
<ul id="words" class="words"></ul>
<div id="stage">
<div class="tools">
<fieldset id="pairs" class="choices" hidden><legend class="unseen">What is compared</legend></fieldset>
<fieldset id="modes" class="choices"><legend class="unseen">How it is compared</legend>${modes.map(
    ([value, title], index) =>
      markup`<label title="${title} (${index + 1})"><input type="radio" name="mode" value="${value}" aria-keyshortcuts="${index + 1}"${{ markup: index === 0 ? ' checked' : '' }}><span>${title}</span></label>`,
  )}</fieldset>
<div class="zoom" role="group" aria-label="Zoom">
<button type="button" id="further" class="text icon" title="Further (−)" aria-keyshortcuts="-" aria-label="Further">${arrow('M5 10h10')}</button>
<output id="scale" aria-label="Size of the picture"></output>
<button type="button" id="closer" class="text icon" title="Closer (+)" aria-keyshortcuts="+" aria-label="Closer">${arrow('M5 10h10M10 5v10')}</button>
<button type="button" id="fit" class="text" title="Whole picture (0)" aria-keyshortcuts="0">Fit</button>
<button type="button" id="to-box" class="text" title="To what differs (z)" aria-keyshortcuts="z">To the change</button>
</div>
</div>
<div class="dial" id="dial" hidden></div>
<div id="panes" class="panes" tabindex="0" role="group" aria-label="Pictures; arrows move them while they are zoomed"></div>
<div class="below"><p id="readout" class="readout"></p>
<ul id="legend" class="legend" aria-label="Colours of the difference"><li data-mark="different">different</li><li data-mark="edge">at the edges of shapes</li><li data-mark="slight">within the rules</li></ul></div>
</div>
<div class="details">
<section aria-labelledby="measures-title" id="measures-part"><h3 id="measures-title">Measures</h3><dl id="measures" class="measures"></dl></section>
<section aria-labelledby="command-title" id="command-part"><h3 id="command-title">Approve this frame</h3>
<div class="command"><code id="command" tabindex="0" aria-labelledby="command-title"></code><button type="button" class="text" data-copy="command" aria-keyshortcuts="c">Copy</button></div>
<p id="command-note" class="quiet"></p></section>
<section aria-labelledby="files-title" id="files-part"><h3 id="files-title">Files</h3><ul id="files"></ul></section>
</div>
</article>
</main>`
}

function arrow(path: string): Markup {
  return { markup: `<svg viewBox="0 0 20 20" aria-hidden="true"><path d="${path}"/></svg>` }
}
