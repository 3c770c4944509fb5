import { relative } from 'node:path'
import { captureFrames, type Captured } from '../regression/capture-frames.ts'
import { drawOrderOf, type FramesDrawOptions } from './frames-draw-options.ts'
import { ProgressDisplay } from './progress-display.ts'

/** Draws the baselines that a film lacks. */
export async function framesCaptureCommand(filmPath: string, options: FramesDrawOptions, signal: AbortSignal): Promise<void> {
  const display = new ProgressDisplay(process.stderr, { quiet: options.json === true })
  try {
    const captured = await captureFrames({ ...drawOrderOf(filmPath, options), listen: (event) => display.show(event) }, signal)
    display.end()
    process.stdout.write(options.json ? `${JSON.stringify(captured, null, 2)}\n` : textOf(captured))
  } finally {
    display.end()
  }
}

function textOf({ captured, kept, folder, rendererKey }: Captured): string {
  const there = kept.length === 0 ? '' : `; ${countText(kept.length)} there already, and ${kept.length === 1 ? 'stays as it is' : 'stay as they are'}`
  if (captured.length === 0) return `nothing to capture for ${rendererKey}${there}\n`
  const lines = captured.map((name) => `  ${name}`)
  return [
    ...lines,
    `${countText(captured.length)} captured into ${relative('', folder)}${there}`,
    'Look at the pictures, and keep them with the film.',
    '',
  ].join('\n')
}

function countText(count: number): string {
  return `${count} ${count === 1 ? 'baseline' : 'baselines'}`
}
