/** The page's look, in light and dark as the reader's system has it. */
export const pageStyle = `
:root {
  color-scheme: light dark;
  --page: #fbfbfa; --text: #22252a; --soft: #666c75; --rule: #e2e3e6;
  --limit: #8a9099; --framefarm: #1769c4; --ffmpeg: #b8710f; --peer: #8250b5; --second: #2a8c5a;
}
@media (prefers-color-scheme: dark) {
  :root {
    --page: #17191d; --text: #e6e8eb; --soft: #9aa1ab; --rule: #31353c;
    --limit: #868e99; --framefarm: #5aa2f0; --ffmpeg: #dfa044; --peer: #b48ae0; --second: #58bd8a;
  }
}
* { box-sizing: border-box; }
body { margin: 0 auto; padding: 2.5rem 1.5rem 4rem; max-width: 1260px; background: var(--page); color: var(--text);
  font: 15px/1.55 system-ui, 'Segoe UI', 'DejaVu Sans', sans-serif; }
h1 { margin: 0 0 .3rem; font-size: 1.7rem; line-height: 1.2; }
h2 { margin: 2.6rem 0 .6rem; font-size: 1.25rem; }
h3 { margin: 1.8rem 0 .4rem; font-size: 1rem; }
p { max-width: 75ch; }
.soft { color: var(--soft); }
.wide { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums; font-size: .84rem; }
th, td { padding: .4rem .5rem; border-bottom: 1px solid var(--rule); text-align: right; white-space: nowrap; }
th { color: var(--soft); font-weight: 600; vertical-align: bottom; white-space: normal; }
th:first-child, td:first-child { text-align: left; padding-left: 0; }
td:first-child::before { content: ''; display: inline-block; width: .6rem; height: .6rem; margin-right: .5rem; border-radius: 2px; background: var(--kind); }
.fault { white-space: normal; color: var(--soft); }
td.fault { text-align: left; }
.charts { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 500px), 1fr)); gap: .4rem 2.5rem; }
figure { margin: 0; max-width: 640px; }
.samples { display: grid; grid-template-columns: repeat(auto-fill, minmax(280px, 1fr)); gap: 1rem; }
.samples img { display: block; width: 100%; image-rendering: pixelated; border-radius: 3px; }
figcaption { padding-top: .3rem; font-size: .84rem; color: var(--soft); }
svg { display: block; width: 100%; height: auto; }
svg text { fill: var(--text); font: 12.5px system-ui, 'Segoe UI', 'DejaVu Sans', sans-serif; font-variant-numeric: tabular-nums; }
svg .tick, svg .unit { fill: var(--soft); }
svg .grid { stroke: var(--rule); stroke-width: 1; }
svg .range { stroke: var(--text); stroke-width: 1.3; fill: none; }
svg .bar { fill: var(--kind); }
svg .line path { stroke: var(--kind); stroke-width: 2.2; fill: none; stroke-linejoin: round; }
svg .line circle { fill: var(--kind); }
svg .line .name { fill: var(--kind); font-weight: 600; }
.limit { --kind: var(--limit); } .framefarm { --kind: var(--framefarm); } .ffmpeg { --kind: var(--ffmpeg); } .peer { --kind: var(--peer); }
.second { --kind: var(--second); }
`
