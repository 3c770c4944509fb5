import { checkFrames } from '../regression/check-frames.ts'
import { FramefarmError } from '../shared/errors.ts'
import { exitCodes } from '../shared/error-codes.ts'
import type { BrowserName } from '../regression/opinion/opinion.ts'
import { approveCommand } from '../regression/report/approve-command.ts'
import type { FrameCheck } from '../regression/verdict.ts'
import { drawOrderOf, type FramesDrawOptions } from './frames-draw-options.ts'
import { checkText } from './frames-text.ts'
import { opinionText } from './opinion-text.ts'
import { ProgressDisplay } from './progress-display.ts'
import { errorAsJson } from './run-to-end.ts'

export type FramesCheckOptions = FramesDrawOptions & { readonly report: string; readonly opinion?: readonly BrowserName[] }

/** What a check must not end well with. */
const failing: ReadonlySet<string> = new Set(['changed', 'new', 'broken'])

/** @returns the exit code @throws FRAMES_DIFFER, but for `--json`, which has it in its answer */
export async function framesCheckCommand(filmPath: string, options: FramesCheckOptions, signal: AbortSignal): Promise<number> {
  const display = new ProgressDisplay(process.stderr, { quiet: options.json === true })
  try {
    const order = { ...drawOrderOf(filmPath, options), reportFolder: options.report, ifNone: 'refuse' as const, opinions: options.opinion ?? [] }
    const { check, opinions, report } = await checkFrames({ ...order, listen: (event) => display.show(event) }, signal)
    display.end()
    const error = differenceOf(check, filmPath, options)
    if (options.json) {
      process.stdout.write(`${JSON.stringify({ ...check, opinions, report, ...(error ? { error: errorAsJson(error) } : {}) }, null, 2)}\n`)
      return error?.exitCode ?? exitCodes.ok
    }
    process.stdout.write(opinionText(opinions) + checkText(check, report))
    if (error) throw error
    return exitCodes.ok
  } finally {
    display.end()
  }
}

function differenceOf({ frames }: FrameCheck, filmPath: string, { report }: FramesCheckOptions): FramefarmError | null {
  const failed = frames.filter(({ verdict }) => failing.has(verdict.state)).length
  if (failed === 0) return null
  const hint = `look at the report; what is meant to look so is approved by \`${approveCommand(filmPath, [], report)}\`, or by name`
  return new FramefarmError('FRAMES_DIFFER', `${failed} of ${frames.length} frames of ${filmPath} ${failed === 1 ? 'is' : 'are'} not as approved`, {
    hint,
  })
}
