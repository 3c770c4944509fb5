import { relative } from 'node:path'
import type { RenderReport } from '../farm/render-report.ts'
import { clockText } from './clock-text.ts'

/** The end of a render, for people: what there is now, how long each stage took, and what made it. */
export function summaryOf(report: RenderReport, contactSheet: string | null): string {
  const { chunks, capture, encoder } = report
  const stages = report.stages.map(({ stage, seconds }) => `${stage} ${seconds.toFixed(1)} s`).join(', ')
  const reused = chunks.reused === 0 ? '' : ` (${chunks.reused} of ${chunks.total} chunks were ready from before)`
  const speed = report.framesPerSecond === 0 ? 'every chunk was ready' : `${report.framesPerSecond.toFixed(1)} frames/s`
  const rows: readonly (readonly [string, string])[] = [
    ['film', `${relative('', report.output)}  ${report.frames} frames, ${clockText(report.durationS)}`],
    ...(contactSheet === null ? [] : [['contact sheet', relative('', contactSheet)] as const]),
    ['time', `${report.seconds.toFixed(1)} s: ${stages}`],
    ['speed', `${speed}${reused}`],
    [
      'method',
      `${report.method} by ${capture.name}, ${report.slots} Chromium process${report.slots === 1 ? '' : 'es'}${fallbackText(capture.fallbackReason)}`,
    ],
    ['encoder', `${encoder.name} (${encoder.reason})`],
  ]
  const width = Math.max(...rows.map(([name]) => name.length))
  return `\n${rows.map(([name, text]) => `  ${name.padEnd(width)}  ${text}`).join('\n')}\n`
}

function fallbackText(reason: string | null): string {
  return reason === null ? '' : `; not by begin-frame: ${reason}`
}
