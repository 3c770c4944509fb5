import { allowedOf } from '../src/server/settings/read-settings.ts'
import { settingsTable, type Setting } from '../src/server/settings/settings-table.ts'

/** Variables that every command reads, each where it is used. */
const everywhere: Readonly<Record<string, string>> = {
  FRAMEFARM_DATA: 'Folder of prepared images, finished chunks and work in progress; `framefarm` in the cache folder of the user where it is absent',
  FRAMEFARM_CACHE_MB: 'How large finished chunks and prepared images may grow before the oldest are removed',
  FRAMEFARM_CHROME: 'Chromium, or chromium-headless-shell, that draws frames',
  FRAMEFARM_STREAM_CHROME: 'Full Chromium that captures its own tab, for the method `stream`',
  FRAMEFARM_CHROME_SANDBOX: 'What becomes of the sandbox of Chromium',
  FRAMEFARM_FFMPEG: 'FFmpeg',
  FRAMEFARM_FFPROBE: 'ffprobe',
  FRAMEFARM_FONTS: 'Folder of fonts that films may name',
  FRAMEFARM_FRAME_TIMEOUT_MS: 'Milliseconds that Chromium may take for a frame',
  FRAMEFARM_FIRST_FRAME_TIMEOUT_MS: 'Milliseconds that it may take for the first frame of a page',
}

/** docs/configuration.md. */
export function configurationPage(): string {
  return [
    '# Configuration',
    '',
    'Generated from `src/server/settings/settings-table.ts` by `npm run generate`.',
    '',
    '## The server',
    '',
    'An option of the command line goes before the variable, the variable before the field of the JSON file that `FRAMEFARM_CONFIG` names, that before the default. All are checked when the server starts; what cannot be used is named with its value and what is allowed.',
    '',
    '| variable | field of the file | default | allowed | |',
    '| --- | --- | --- | --- | --- |',
    ...Object.entries<Setting>(settingsTable).map(row),
    '',
    '### API keys',
    '',
    'The file that `FRAMEFARM_KEYS_FILE` names holds the SHA-256 of each key, never the key. Everything but `id` and `sha256` may be absent; `null` is no limit.',
    '',
    '```json',
    JSON.stringify({ keys: [keyExample] }, null, 2),
    '```',
    '',
    'A key is 32 random bytes. In a shell: `KEY="ffk_$(openssl rand -base64 32 | tr +/ -_ | tr -d =)"`, and its hash: `printf %s "$KEY" | sha256sum`.',
    '',
    '## Every command',
    '',
    '| variable | |',
    '| --- | --- |',
    ...Object.entries(everywhere).map(([variable, text]) => `| \`${variable}\` | ${text} |`),
    '',
  ].join('\n')
}

const keyExample = {
  id: 'shop',
  name: 'The web shop',
  sha256: '0'.repeat(64),
  requestsPerMinute: 600,
  burst: 100,
  maxActiveRenders: 20,
  maxRendersPerDay: null,
  destinations: ['gs://shop-films/'],
}

function row([name, setting]: readonly [string, Setting]): string {
  const result = setting.schema.safeParse(undefined)
  const initial = result.data === undefined ? '' : `\`${JSON.stringify(result.data)}\``
  return `| \`${setting.variable}\` | \`${name}\` | ${initial} | ${allowedOf(setting).replaceAll('|', String.raw`\|`)} | ${setting.description} |`
}
