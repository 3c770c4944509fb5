import type { Command } from 'commander'
import { debug, json } from './common-options.ts'
import type { MoveDatabaseOptions } from './move-database-command.ts'
import { runToEnd } from './run-to-end.ts'

/** `framefarm move-database`, from an embedded database to a server's. */
export function addDatabase(framefarm: Command): void {
  framefarm
    .command('move-database')
    .description('copy all renders into the empty database that DATABASE_URL names; servers are stopped meanwhile')
    .option('--from <address>', 'where they are (default: the embedded database of the data folder)')
    .addOption(json())
    .addOption(debug())
    .action((options: MoveDatabaseOptions) =>
      runToEnd(async () => {
        const { moveDatabaseCommand } = await import('./move-database-command.ts')
        await moveDatabaseCommand(options)
      }, options),
    )
}
