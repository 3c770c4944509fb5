import { basename } from 'node:path'
import type { FilmCheck, FilmFinding, FilmFindingKind } from '../film-check.ts'
import { verdictText } from '../film-words.ts'

/** Test cases, and the findings that make each fail. */
const cases: readonly { readonly name: string; readonly kinds: readonly FilmFindingKind[] }[] = [
  { name: 'file', kinds: ['size', 'rate', 'format', 'tags', 'streams', 'damaged'] },
  { name: 'frames', kinds: ['missing', 'doubled', 'extra', 'frozen', 'black', 'times'] },
  { name: 'picture', kinds: ['range', 'matrix', 'colour', 'moved', 'blurred', 'sharpened', 'picture'] },
  { name: 'sound', kinds: ['sound-missing', 'sound-offset', 'sound-level', 'sound-length', 'sound'] },
]

/** A check as JUnit XML: a suite for the film, with a case for each part of it. */
export function filmJunit(check: FilmCheck): string {
  const suite = basename(check.actual.path)
  const found = cases.map(({ name, kinds }) => ({ name, findings: check.findings.filter(({ kind }) => kinds.includes(kind)) }))
  const failures = found.filter(({ findings }) => findings.length > 0).length
  const counts = `tests="${cases.length}" failures="${failures}" errors="0" skipped="0" time="${check.tookS.toFixed(3)}"`
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name="framefarm frames film" ${counts}>`,
    `  <testsuite name="${escaped(suite)}" ${counts}>`,
    ...found.map(({ name, findings }) => `    ${testCase(suite, name, findings)}`),
    `    <system-out>${escaped([verdictText(check), ...check.notes].join('\n'))}</system-out>`,
    '  </testsuite>',
    '</testsuites>',
    '',
  ].join('\n')
}

function testCase(suite: string, name: string, findings: readonly FilmFinding[]): string {
  const start = `<testcase classname="${escaped(suite)}" name="${name}" time="0"`
  const [first] = findings
  if (!first) return `${start}/>`
  const all = findings.map(({ text }) => text).join('\n')
  return `${start}><failure type="FRAMES_DIFFER" message="${escaped(first.text)}">${escaped(all)}</failure></testcase>`
}

const names: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', '\n': '&#10;' }

/** Also without the signs that XML cannot have at all, which a file's name can. */
function escaped(text: string): string {
  // eslint-disable-next-line no-control-regex
  return text.replaceAll(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, '\ufffd').replaceAll(/[&<>"\n]/g, (sign) => names[sign] ?? sign)
}
