import { Option, type Command } from 'commander'
import { frameMethods } from '../regression/draw/frame-method.ts'
import { debug, json } from './common-options.ts'
import type { FramesApproveOptions } from './frames-approve-command.ts'
import type { FramesDrawOptions } from './frames-draw-options.ts'
import type { FramesCheckOptions } from './frames-check-command.ts'
import { addFramesFilm } from './frames-film-options.ts'
import { parseBrowsers } from './parse-browsers.ts'
import { parseCount } from './parse-count.ts'
import { runToEnd } from './run-to-end.ts'

const report = () => new Option('--report <folder>', 'where the report of a check lies').default('frames-report')

/** The commands about frames under test: `framefarm frames capture`, `check`, `approve` and `film`. */
export function addFrames(framefarm: Command): void {
  const frames = framefarm.command('frames').description('test frames of a film: compare them with approved pictures (baselines) beside it')

  drawing(frames.command('capture').description('draw the baselines that a film lacks, into __frames__ beside it; none is overwritten')).action(
    (film: string, options: FramesDrawOptions) =>
      runToEnd(async (signal) => {
        const { framesCaptureCommand } = await import('./frames-capture-command.ts')
        await framesCaptureCommand(film, options, signal)
      }, options),
  )

  drawing(frames.command('check').description('compare frames with their baselines; exit code 8 where any is not as approved'))
    .addOption(report())
    .addOption(
      new Option('--opinion <browsers>', 'also show what browsers of this machine show of the same frames: chromium, firefox, webkit').argParser(
        parseBrowsers,
      ),
    )
    .action((film: string, options: FramesCheckOptions) =>
      runToEnd(async (signal) => {
        const { framesCheckCommand } = await import('./frames-check-command.ts')
        return framesCheckCommand(film, options, signal)
      }, options),
    )

  frames
    .command('approve')
    .description('make baselines of frames that the last check has drawn')
    .argument('<film.json>', 'the film')
    .argument('[names...]', 'of frames, as the check calls them: scene-02-middle')
    .option('--all', 'every frame that is not as approved')
    .addOption(report())
    .addOption(json())
    .addOption(debug())
    .action((film: string, names: readonly string[], options: FramesApproveOptions) =>
      runToEnd(async () => {
        const { framesApproveCommand } = await import('./frames-approve-command.ts')
        return framesApproveCommand(film, names, options)
      }, options),
    )

  addFramesFilm(frames)
}

/** What frames are drawn, and how. */
function drawing(command: Command): Command {
  return command
    .argument('<film.json>', 'the film')
    .addOption(new Option('--at <times>', 'frames at these times only: seconds or percents of the film, such as 0,1.5,50%'))
    .addOption(new Option('--scenes <numbers>', 'only these scenes, such as 1,3-5'))
    .addOption(
      new Option('--method <name>', 'how frames are drawn: screenshot is the picture of the browser, the others that of a film before it is encoded')
        .choices(frameMethods)
        .default('screenshot'),
    )
    .addOption(new Option('--workers <count>', 'Chromium processes that draw side by side (default: from cores and memory)').argParser(parseCount))
    .addOption(json())
    .addOption(debug())
}
