/** Style of the pages below /docs. */
export const docsCss = `:root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif; }
body { margin: 0; }
main { max-width: 60rem; margin: 0 auto; padding: 1rem 1.25rem 4rem; }
h2 { margin-top: 3rem; text-transform: capitalize; }
h3 { margin: 2rem 0 0.25rem; font: 600 1.05rem/1.4 ui-monospace, monospace; overflow-wrap: anywhere; }
h3 b { text-transform: uppercase; }
code, pre { font: 0.9em/1.5 ui-monospace, monospace; }
pre { overflow-x: auto; padding: 0.75rem; background: color-mix(in srgb, currentcolor 8%, transparent); border-radius: 0.4rem; }
.table { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; }
th, td { text-align: left; vertical-align: top; padding: 0.35rem 0.75rem 0.35rem 0; border-bottom: 1px solid color-mix(in srgb, currentcolor 20%, transparent); }
th:first-child, td:first-child { white-space: nowrap; }
tr:target { background: color-mix(in srgb, gold 30%, transparent); }
details { margin: 0.5rem 0; }
summary { cursor: pointer; }
`
