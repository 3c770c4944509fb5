import type { Command } from 'commander'
import { debug, json } from './common-options.ts'
import { runToEnd, type CommonOptions } from './run-to-end.ts'

/** The commands about templates: `framefarm template list` and `framefarm template new`. */
export function addTemplate(framefarm: Command): void {
  const template = framefarm.command('template').description('list the built-in templates, or start one of your own')

  template
    .command('list')
    .description('list the built-in templates and their props')
    .addOption(json())
    .addOption(debug())
    .action((options: CommonOptions) =>
      runToEnd(async () => {
        const { templateListCommand } = await import('./template-list-command.ts')
        await templateListCommand(options)
      }, options),
    )

  template
    .command('new')
    .description('make a folder with a template to start from, and a film that shows it')
    .argument('<name>', 'small letters, digits and hyphens; also the name of the folder')
    .addOption(json())
    .addOption(debug())
    .action((name: string, options: CommonOptions) =>
      runToEnd(async () => {
        const { templateNewCommand } = await import('./template-new-command.ts')
        await templateNewCommand(name, options)
      }, options),
    )
}
