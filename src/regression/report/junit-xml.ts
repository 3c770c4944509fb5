import type { Report, ReportFrame } from './report-schema.ts'
import { frameWords, measureWords } from './verdict-words.ts'

/**
 * The check as JUnit XML: a suite for each scene, a case for each frame. Changed and new frames are failures, baselines that cannot be
 * compared are errors, and those that nothing is compared with any more are skipped.
 */
export function junitXml(report: Report): string {
  const { film, frames, counts, seconds } = report
  const scenes = Map.groupBy(frames, ({ scene }) => scene)
  const suites = [...scenes].toSorted(([a], [b]) => a - b).map(([scene, cases]) => suite(report, scene, cases))
  const facts = { tests: frames.length, failures: counts.changed + counts.new, errors: counts.broken, time: seconds.toFixed(3) }
  return `<?xml version="1.0" encoding="UTF-8"?>\n${tag('testsuites', { name: `Frames of ${film.name}`, ...facts }, suites)}\n`
}

function suite({ film, rendererKey, method }: Report, scene: number, frames: readonly ReportFrame[]): string {
  const countOf = (...states: readonly ReportFrame['state'][]) => frames.filter(({ state }) => states.includes(state)).length
  const properties = Object.entries({ film: film.path, renderer: rendererKey, method }).map(([name, value]) => tag('property', { name, value }))
  const facts = { tests: frames.length, failures: countOf('changed', 'new'), errors: countOf('broken'), skipped: countOf('gone') }
  return tag('testsuite', { name: `Scene ${scene}`, ...facts }, [
    tag('properties', {}, properties),
    ...frames.map((frame) => testCase(film.name, scene, frame)),
  ])
}

function testCase(film: string, scene: number, frame: ReportFrame): string {
  const problem = problemOf(frame)
  return tag('testcase', { name: frame.name, classname: `${film}.scene ${scene}` }, problem === null ? [] : [problem])
}

function problemOf(frame: ReportFrame): string | null {
  const words = frameWords(frame)
  const message = words.join(' ')
  const files = Object.entries(frame.files).flatMap(([name, path]) => (path === null ? [] : [`${name}: ${path}`]))
  const measures = measureWords(frame.measures).map(([name, value]) => `${name}: ${value}`)
  const text = escaped([...words, ...measures, ...files].join('\n'))
  switch (frame.state) {
    case 'changed':
      return tag('failure', { message, type: frame.findings[0]?.kind ?? 'changed' }, text)
    case 'new':
      return tag('failure', { message, type: 'new' }, text)
    case 'broken':
      return tag('error', { message, type: 'broken' }, text)
    case 'gone':
      return tag('skipped', { message })
    case 'same':
    case 'noise':
      return null
  }
}

function tag(name: string, attributes: Readonly<Record<string, string | number>>, content: string | readonly string[] = []): string {
  const start = `<${name}${Object.entries(attributes)
    .map(([key, value]) => ` ${key}="${attribute(String(value))}"`)
    .join('')}`
  if (typeof content === 'string') return `${start}>${content}</${name}>`
  if (content.length === 0) return `${start}/>`
  return `${start}>\n${content.map((line) => line.replaceAll(/^(?=<)/gm, '  ')).join('\n')}\n</${name}>`
}

const references: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }

/** What XML 1.0 cannot have at all, even as a reference, is replaced. */
function escaped(text: string): string {
  return text
    .toWellFormed()
    .replaceAll(/[^\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/gu, '\u{FFFD}')
    .replaceAll(/[&<>"]/g, (sign) => references[sign] ?? sign)
}

/** A parser makes spaces of line breaks in attributes, unless they are references. */
function attribute(text: string): string {
  return escaped(text).replaceAll(/[\t\n\r]/g, (sign) => `&#${sign.charCodeAt(0)};`)
}
