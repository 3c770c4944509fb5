import { Option, type Command } from 'commander'
import { debug, json } from './common-options.ts'
import type { SecretNewOptions } from './secret-new-command.ts'
import { parseCount } from './parse-count.ts'
import { parsePort } from './parse-port.ts'
import { runToEnd } from './run-to-end.ts'
import type { ServeOptions } from './serve-command.ts'

/** The commands about the server: `framefarm serve`, and `framefarm key new` for those who may use it. */
export function addServe(framefarm: Command): void {
  framefarm
    .command('serve')
    .description('take renders over HTTP, and render them on this machine')
    .option('--host <address>', 'where to listen (default: 127.0.0.1; FRAMEFARM_HOST)')
    .addOption(new Option('--port <number>', 'port to listen on; 0 for any that is free (default: 4410; FRAMEFARM_PORT)').argParser(parsePort))
    .addOption(new Option('--workers <count>', 'pieces of work done side by side (default: from cores and memory)').argParser(parseCount))
    .option('--no-worker', 'render nothing on this machine: workers elsewhere do (`framefarm worker`)')
    .addOption(json())
    .addOption(debug())
    .action((options: ServeOptions) =>
      runToEnd(async (signal) => {
        const { serveCommand } = await import('./serve-command.ts')
        await serveCommand(options, signal)
      }, options),
    )

  framefarm
    .command('key')
    .description('API keys of a server')
    .command('new')
    .description('make an API key: its secret is shown once, its hash goes into the file that FRAMEFARM_KEYS_FILE names')
    .argument('<id>', 'whose key it is: small letters, digits, hyphens and underscores')
    .requiredOption('--file <keys.json>', 'the file; it is made where there is none')
    .addOption(json())
    .addOption(debug())
    .action((id: string, options: SecretNewOptions) =>
      runToEnd(async () => {
        const { keyNewCommand } = await import('./secret-new-command.ts')
        await keyNewCommand(id, options)
      }, options),
    )
}
