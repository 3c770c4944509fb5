import type { Command } from 'commander'
import { debug, json } from './common-options.ts'
import type { GcOptions } from './gc-command.ts'
import { runToEnd } from './run-to-end.ts'

/** The command `framefarm gc`. */
export function addGc(framefarm: Command): void {
  framefarm
    .command('gc')
    .description('remove chunks, films and assets that have outlived their use, and what killed processes have left')
    .option('--dry-run', 'only say what would be removed')
    .addOption(json())
    .addOption(debug())
    .action((options: GcOptions) =>
      runToEnd(async (signal) => {
        const { gcCommand } = await import('./gc-command.ts')
        await gcCommand(options, signal)
      }, options),
    )
}
