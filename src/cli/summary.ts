import { relative } from 'node:path'
import { isDraft } from '../farm/methods.ts'
import type { RenderReport } from '../farm/render-report.ts'
import type { SoundFileReport } from '../farm/render-sound.ts'
import { clockText } from './clock-text.ts'
import { soundText } from './sound-text.ts'

/** The end of a render, for people: what there is now, how long each stage took, and what made it. */
export function summaryOf(report: RenderReport, contactSheet: string | null): string {
  const { chunks, encoder } = report
  const stages = report.stages.map(({ stage, seconds }) => `${stage} ${seconds.toFixed(1)} s`).join(', ')
  const reused = chunks.reused === 0 ? '' : ` (${chunks.reused} of ${chunks.total} chunks were ready from before)`
  const speed = report.framesPerSecond === 0 ? 'every chunk was ready' : `${report.framesPerSecond.toFixed(1)} frames/s`
  const rows: readonly (readonly [string, string])[] = [
    ['film', `${relative('', report.output)}  ${report.frames} frames, ${clockText(report.durationS)}`],
    ...fileRows(report.files),
    ...(contactSheet === null ? [] : [['contact sheet', relative('', contactSheet)] as const]),
    ['time', `${report.seconds.toFixed(1)} s: ${stages}`],
    ['speed', `${speed}${reused}`],
    ...methodRows(report.methods),
    ['browser', browserText(report)],
    ['encoder', `${encoder.name} (${encoder.reason})`],
    ...(report.sound === null ? [] : [['sound', soundText(report.sound)] as const]),
  ]
  return table(rows)
}

/** The same for a film's sound alone. */
export function soundSummaryOf({ output, durationS, seconds, sound }: SoundFileReport): string {
  return table([
    ['file', `${relative('', output)}  ${clockText(durationS)}`],
    ['time', `${seconds.toFixed(1)} s`],
    ['sound', soundText(sound)],
  ])
}

function table(rows: readonly (readonly [string, string])[]): string {
  const width = Math.max(...rows.map(([name]) => name.length))
  return `\n${rows.map(([name, text]) => `  ${name.padEnd(width)}  ${text}`).join('\n')}\n`
}

/** Files of one kind in one row. */
function fileRows(files: RenderReport['files']): readonly (readonly [string, string])[] {
  return [...Map.groupBy(files, ({ kind }) => kind)].map(([kind, group]) => {
    const names = group.map(({ path }) => relative('', path))
    return [kind, names.length > 3 ? `${names[0]} to ${names.at(-1)}` : names.join(', ')] as const
  })
}

/** Scenes with the same method for the same reason in one row. */
function methodRows(methods: RenderReport['methods']): readonly (readonly [string, string])[] {
  const groups = [...Map.groupBy(methods, ({ method, reason }) => `${method}\n${reason}`).values()]
  return groups.map((group) => {
    const scenes = group.map(({ scene }) => scene + 1)
    return ['method', `${group[0]?.method} for ${scenes.length === 1 ? 'scene' : 'scenes'} ${rangesText(scenes)}: ${group[0]?.reason}`] as const
  })
}

/** [1, 2, 3, 5] -> "1-3, 5" */
function rangesText(numbers: readonly number[]): string {
  const starts = numbers.filter((number, index) => numbers[index - 1] !== number - 1)
  const ends = numbers.filter((number, index) => numbers[index + 1] !== number + 1)
  return starts.map((start, index) => (start === ends[index] ? `${start}` : `${start}-${ends[index]}`)).join(', ')
}

function browserText({ methods, capture, slots }: RenderReport): string {
  if (methods.length > 0 && methods.every(({ method }) => isDraft(method))) return 'none: FFmpeg drew every frame'
  const how = capture?.name ?? 'tab capture'
  return `${how}, ${slots} Chromium process${slots === 1 ? '' : 'es'}${fallbackText(capture?.fallbackReason ?? null)}`
}

function fallbackText(reason: string | null): string {
  return reason === null ? '' : `; not by begin-frame: ${reason}`
}
