import { Command, CommanderError, Option } from 'commander'
import { exitCodes } from '../shared/error-codes.ts'
import { addBench, type BenchOptions } from './bench-options.ts'
import { debug, json } from './common-options.ts'
import { addFrames } from './frames-options.ts'
import { addGc } from './gc-options.ts'
import { addDatabase } from './database-options.ts'
import { parsePort } from './parse-port.ts'
import type { PreviewOptions } from './preview-command.ts'
import type { RenderOptions } from './render-command.ts'
import { addRender } from './render-options.ts'
import { addServe } from './serve-options.ts'
import { addTemplate } from './template-options.ts'
import { addWorker } from './worker-options.ts'
import { runToEnd, type CommonOptions } from './run-to-end.ts'
import { version } from '../shared/version.ts'

const exitCodeHelp = `
Exit codes: 0 done, 1 a fault in Framefarm, 2 wrong usage, 3 the film has faults, 4 an asset cannot be used,
5 something is missing on this machine, 6 rendering failed, 7 the output cannot be written, 8 frames are not as approved, 130 stopped.`

// Each command's own modules are loaded when it is called: the browser and image libraries take 0.3 s.

function program(): Command {
  const framefarm = new Command('framefarm')
    .description('Renders narrated photo slideshows to film.')
    .version(version(), '-v, --version')
    .addHelpText('after', exitCodeHelp)
    .exitOverride()
    .showSuggestionAfterError()

  addRender(framefarm)
    .addOption(json())
    .addOption(debug())
    .action((film: string, options: RenderOptions) =>
      runToEnd(async (signal) => {
        const { renderCommand } = await import('./render-command.ts')
        return renderCommand(film, options, signal)
      }, options),
    )

  framefarm
    .command('validate')
    .description('list every fault of a film file, with its JSON pointer')
    .argument('<film.json>', 'the film')
    .addOption(json())
    .addOption(debug())
    .action((film: string, options: CommonOptions) =>
      runToEnd(async (signal) => {
        const { validateCommand } = await import('./validate-command.ts')
        await validateCommand(film, options, signal)
      }, options),
    )

  framefarm
    .command('preview')
    .description('show a film in the browser, as its pages are rendered; follows the file while it is edited')
    .argument('<film.json>', 'the film')
    .addOption(new Option('--port <number>', 'where to listen on this machine; 0 for any that is free').argParser(parsePort).default(4400))
    .addOption(json())
    .addOption(debug())
    .action((film: string, options: PreviewOptions) =>
      runToEnd(async (signal) => {
        const { previewCommand } = await import('./preview-command.ts')
        await previewCommand(film, options, signal)
      }, options),
    )

  framefarm
    .command('doctor')
    .description('show what this machine can render with')
    .addOption(json())
    .addOption(debug())
    .action((options: CommonOptions) =>
      runToEnd(async (signal) => {
        const { doctorCommand } = await import('./doctor-command.ts')
        return doctorCommand(options, signal)
      }, options),
    )

  addBench(framefarm)
    .addOption(json())
    .addOption(debug())
    .action((options: BenchOptions) =>
      runToEnd(async (signal) => {
        const { benchCommand } = await import('./bench-command.ts')
        await benchCommand(options, signal)
      }, options),
    )

  return framefarm
}

try {
  const framefarm = program()
  addServe(framefarm)
  addDatabase(framefarm)
  addWorker(framefarm)
  addGc(framefarm)
  addTemplate(framefarm)
  addFrames(framefarm)
  await framefarm.parseAsync()
} catch (error) {
  if (!(error instanceof CommanderError)) throw error
  process.exitCode = error.exitCode === 0 ? exitCodes.ok : exitCodes.usage
}
