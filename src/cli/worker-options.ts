import { InvalidArgumentError, Option, type Command } from 'commander'
import { debug, json } from './common-options.ts'
import type { SecretNewOptions } from './secret-new-command.ts'
import { parseCoordinator } from './parse-coordinator.ts'
import { parseCount } from './parse-count.ts'
import { runToEnd } from './run-to-end.ts'
import type { WorkerCommandOptions } from './worker-command.ts'

const tokenHelp = `
A token on the command line is seen by everybody on this machine: set FRAMEFARM_WORKER_TOKEN instead.
docs/farm.md shows how machines are added.`

/** The commands about workers: `framefarm worker`, and `framefarm worker-token new` for those that may take work. */
export function addWorker(framefarm: Command): void {
  framefarm
    .command('worker')
    .description('take work of a server, and do it on this machine')
    .addOption(
      new Option('--coordinator <url>', 'address of `framefarm serve`')
        .env('FRAMEFARM_COORDINATOR')
        .argParser(parseCoordinator)
        .makeOptionMandatory(),
    )
    .addOption(
      new Option('--token <token>', 'what this worker is let in with').env('FRAMEFARM_WORKER_TOKEN').argParser(parseToken).makeOptionMandatory(),
    )
    .addOption(new Option('--workers <count>', 'pieces of work done side by side (default: from cores and memory)').argParser(parseCount))
    .addOption(
      new Option(
        '--stop-seconds <seconds>',
        'how long work goes on after SIGTERM, before it is given back (default: 10; FRAMEFARM_STOP_SECONDS)',
      ).argParser(parseSeconds),
    )
    .option('--until-input-ends', 'stop at once when standard input ends: for programs that start workers')
    .addHelpText('after', tokenHelp)
    .addOption(json())
    .addOption(debug())
    .action((options: WorkerCommandOptions) =>
      runToEnd(async (signal) => {
        const { workerCommand } = await import('./worker-command.ts')
        await workerCommand(options, signal)
      }, options),
    )

  framefarm
    .command('worker-token')
    .description('tokens of workers on other machines')
    .command('new')
    .description('make a token: it is shown once, its hash goes into the file that FRAMEFARM_WORKER_TOKENS_FILE names')
    .argument('<id>', 'whose token it is, such as a machine: small letters, digits, hyphens and underscores')
    .requiredOption('--file <worker-tokens.json>', 'the file; it is made where there is none')
    .addOption(json())
    .addOption(debug())
    .action((id: string, options: SecretNewOptions) =>
      runToEnd(async () => {
        const { workerTokenNewCommand } = await import('./secret-new-command.ts')
        await workerTokenNewCommand(id, options)
      }, options),
    )
}

function parseToken(text: string): string {
  if (/^[A-Za-z0-9._~+/=-]{1,200}$/.test(text)) return text
  throw new InvalidArgumentError('It must be as `framefarm worker-token new` has shown it.')
}

function parseSeconds(text: string): number {
  const seconds = Number(text)
  if (Number.isInteger(seconds) && seconds >= 0 && seconds <= 3600) return seconds
  throw new InvalidArgumentError('It must be a whole number from 0 to 3600.')
}
