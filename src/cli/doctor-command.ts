import { missingScripts } from '../assets/installed-fonts.ts'
import { examineMachine, type MachineFacts } from '../farm/examine-machine.ts'
import { exitCodes } from '../shared/error-codes.ts'
import type { CommonOptions } from './run-to-end.ts'

/** @returns the exit code: 0 when a film can be rendered here */
export async function doctorCommand({ json }: CommonOptions, signal: AbortSignal): Promise<number> {
  const facts = await examineMachine(signal)
  process.stdout.write(json ? `${JSON.stringify(facts, null, 2)}\n` : `${linesOf(facts).join('\n')}\n`)
  return facts.canRender ? exitCodes.ok : exitCodes.environment
}

function linesOf(facts: MachineFacts): readonly string[] {
  const { chromium, stream, prefault, ffmpeg, fonts, encoders } = facts
  return [
    mark(true, 'node', facts.node),
    ...chromiumLines(chromium),
    streamLine(stream),
    'fault' in prefault
      ? mark(false, 'prefault', `not loaded, Chromium draws more slowly: ${prefault.fault}; ${prefault.hint}`)
      : mark(true, 'prefault', `loaded into Chromium: ${prefault.library}`),
    'fault' in ffmpeg ? mark(false, 'ffmpeg', `${ffmpeg.fault}; ${ffmpeg.hint}`) : mark(true, 'ffmpeg', `${ffmpeg.version} (${ffmpeg.ffmpeg})`),
    ...encoders.map(({ encoder, works, reason }) => mark(works, 'encoder', works ? encoder : `${encoder}: ${reason}`)),
    fontsLine(fonts),
    mark(true, 'cores', `${facts.cores} usable`),
    mark(true, 'memory', `${(facts.memoryBytes / 1e9).toFixed(1)} GB usable; ${facts.slots} Chromium processes side by side at 1080p`),
    '',
    facts.canRender ? 'A film can be rendered here.' : 'No film can be rendered here: mend what is marked ✗ above.',
  ]
}

function chromiumLines(chromium: MachineFacts['chromium']): readonly string[] {
  if ('fault' in chromium) return [mark(false, 'chromium', `${chromium.fault}; ${chromium.hint}`)]
  const { version, path, from, gpu, beginFrameFault } = chromium
  return [
    mark(true, 'chromium', `${version} (${path}, from ${from})`),
    mark(
      beginFrameFault === null,
      'begin-frame',
      beginFrameFault === null ? 'works' : `does not work, slower screenshots instead: ${beginFrameFault}`,
    ),
    mark(true, 'drawn by', gpu.isSoftware ? `software: ${gpu.renderer}` : gpu.renderer),
  ]
}

function streamLine(stream: MachineFacts['stream']): string {
  if ('fault' in stream) return mark(false, 'stream', `does not work, slower screenshots instead: ${stream.fault}; ${stream.hint}`)
  return mark(true, 'stream', `works: ${stream.version} (${stream.path}, from ${stream.from})`)
}

function fontsLine(fonts: MachineFacts['fonts']): string {
  if ('fault' in fonts) return mark(false, 'fonts', `${fonts.fault}; ${fonts.hint}`)
  const missing = missingScripts(fonts)
  const text = missing.length === 0 ? 'emoji, CJK and Arabic too' : `none for ${missing.join(', ')}: npm run setup installs them`
  return mark(fonts.families > 0 && missing.length === 0, 'fonts', `${fonts.families} families; ${text}`)
}

function mark(isGood: boolean, name: string, text: string): string {
  return `${isGood ? '✓' : '✗'} ${name.padEnd(12)} ${text}`
}
