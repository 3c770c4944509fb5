import { format } from 'prettier'
import { describe, expect, it } from 'vitest'
import type { PartResult, RowResult } from '../../src/bench/report/bench-result.ts'
import { partMarkdown, partText } from '../../src/bench/report/part-text.ts'
import { tableMarkdown, tableText } from '../../src/bench/report/table-text.ts'
import { CommandFailure } from '../../src/bench/timing/run-command.ts'
import { faultText } from '../../src/bench/timing/fault-text.ts'

const missing: RowResult = {
  ...{ id: 'stream', label: 'Framefarm, stream', kind: 'framefarm', command: [], runs: [] },
  ...{ fault: 'no such method', figures: null, picture: null, sample: null },
}
const spread = (value: number) => ({ median: value, min: value - 1, max: value + 1 })
const measured: RowResult = {
  ...missing,
  ...{ id: 'layers', label: 'Framefarm, layers', fault: null },
  figures: { seconds: spread(5), ratio: spread(2), cpuSeconds: null, framePathSeconds: null, framesPerSecond: 48, bytes: 58_900_000 },
}
const part: PartResult = {
  title: '640x360',
  scene: { kind: 'photo', width: 640, height: 360, fps: 30, durationS: 8, scenes: 1, frames: 240 },
  rows: [measured, missing],
}

describe('tables of results', () => {
  it('are aligned for a terminal', () => {
    expect(
      tableText([
        ['program', 's'],
        ['a', '10.5'],
      ]),
    ).toBe('program     s\na        10.5')
  })

  it('are Markdown as Prettier would lay it out', async () => {
    const table = tableMarkdown([
      ['program', 's'],
      ['a', '10.5'],
      ['a long name', '9'],
    ])
    expect(await format(table, { parser: 'markdown' })).toBe(`${table}\n`)
    expect(await format(partMarkdown(part), { parser: 'markdown' })).toBe(`${partMarkdown(part)}\n`)
  })

  it('name rows that could not be had with the reason, and show a dash for figures that are not there', () => {
    expect(partText(part)).toContain('Framefarm, stream: not available: no such method')
    expect(partText(part)).toMatch(/^layers +5\.00 +4\.0 to 6\.0 +- +48\.0 +- +2\.00 +1\.00 to 3\.00 +- +- +- +58\.9$/m)
  })
})

describe('the reason why a row is not there', () => {
  const failure = (output: { stdout: string; stderr: string }) => faultText(new CommandFailure('node', 2, output))

  it.each([
    ['{"error":{"message":"no full Chromium"}}', '', 'no full Chromium'],
    ['', "error: option '--method <name>' argument 'stream' is invalid. Allowed choices are auto.", 'this version of Framefarm has no method stream'],
    ['', 'one\ntwo', 'node ended with 2: one two'],
  ])('is found in %j and %j', (stdout, stderr, reason) => {
    expect(failure({ stdout, stderr })).toBe(reason)
  })
})
