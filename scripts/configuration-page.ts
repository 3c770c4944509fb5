import { allowedOf } from '../src/server/settings/read-settings.ts'
import { settingsTable, type Setting } from '../src/server/settings/settings-table.ts'

/** Variables that every command reads, each where it is used. */
const everywhere: Readonly<Record<string, string>> = {
  FRAMEFARM_DATA: 'Folder of prepared images, finished chunks and work in progress; `framefarm` in the cache folder of the user where it is absent',
  FRAMEFARM_STORAGE:
    'What machines of one farm share ([storage.md](storage.md)): `gs://bucket/folder/`, or the absolute path of a folder; only the data folder where it is absent',
  FRAMEFARM_CHUNK_DAYS: 'Days after which a chunk that nobody has used is removed, or `forever`; 7 where it is absent',
  FRAMEFARM_RENDER_DAYS: 'The same for the files of finished renders without a destination; 30 where it is absent',
  FRAMEFARM_ASSET_DAYS: 'The same for uploaded assets that no film has used; 30 where it is absent',
  FRAMEFARM_CACHE_MB: 'Megabytes of finished chunks and prepared images that are kept between renders; 8192 where it is absent',
  FRAMEFARM_CHROME: 'The Chromium to use; otherwise chromium-headless-shell on PATH, then that of puppeteer',
  FRAMEFARM_STREAM_CHROME: 'The full Chromium for `stream`; otherwise chromium on PATH, then that of puppeteer',
  FRAMEFARM_FIREFOX:
    'The Firefox to ask for an opinion on frames ([frames-report.md](frames-report.md)); otherwise that of playwright, then firefox on PATH',
  FRAMEFARM_WEBKIT: 'The same for WebKit: the pw_run.sh of playwright; otherwise the one that playwright has installed',
  FRAMEFARM_CHROME_SANDBOX: '`off` where the sandbox of Chromium cannot start (a container without user namespaces)',
  FRAMEFARM_PREFAULT: '`off`: Chromium takes memory page by page, as it does by itself ([why not](decisions/0027-prefault.md))',
  FRAMEFARM_CHROME_GPU: '`required`: Chromium draws on a graphics card, or fails with `GPU_UNAVAILABLE`; `off` where it is absent',
  FRAMEFARM_NVENC_SESSIONS: 'Encodes on a graphics card side by side, of one process; 4 where it is absent',
  FRAMEFARM_FFMPEG: 'The FFmpeg to use; otherwise that on PATH',
  FRAMEFARM_FFPROBE: 'The ffprobe to use; otherwise that on PATH',
  FRAMEFARM_FONTS: 'A folder of fonts for films that name none of their own ([fonts.md](fonts.md))',
  FRAMEFARM_FRAME_TIMEOUT_MS: 'Milliseconds after which a page that draws a frame counts as stuck; 5000 where it is absent',
  FRAMEFARM_FIRST_FRAME_TIMEOUT_MS: 'The same for the first frame of a page; 30000 where it is absent',
}

/** Variables of the server that are no settings of the table: each is read where it is used, or by a library. */
const ofServer: Readonly<Record<string, string>> = {
  FRAMEFARM_ALLOWED_HOSTS:
    'Hosts of private addresses or other ports that films and webhooks may use, with commas between them ([security.md](security.md))',
  FRAMEFARM_ALLOW_PRIVATE_ADDRESSES: '`true` lets films and webhooks use any private address',
  FRAMEFARM_ALLOWED_BUCKETS: 'Buckets of Google Cloud Storage that films may be made from, with commas between them',
  FRAMEFARM_ALLOWED_FOLDERS: 'Folders of this machine that films may be made from, as absolute paths',
  FRAMEFARM_MAX_ASSET_MB: 'Largest file that a film may name, in megabytes; 250 where it is absent',
  DATABASE_URL:
    'Where renders are kept: `postgres://...`, or `pglite:FOLDER`; `database` in the data folder where it is absent ([engine.md](engine.md))',
  OTEL_EXPORTER_OTLP_ENDPOINT: "Where traces of renders go, over OTLP/HTTP; none where it is absent. A trace's id is the render's, without `rnd_`",
}

const ofWorker: Readonly<Record<string, string>> = {
  FRAMEFARM_COORDINATOR: 'Address of the server that the worker takes its work from',
  FRAMEFARM_WORKER_TOKEN: 'What it is let in with',
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
    '| variable | |',
    '| --- | --- |',
    ...Object.entries(ofServer).map(([variable, text]) => `| \`${variable}\` | ${text} |`),
    '',
    '### API keys',
    '',
    'The file that `FRAMEFARM_KEYS_FILE` names holds the SHA-256 of each key, never the key. Everything but `id` and `sha256` may be absent; `null` is no limit.',
    '',
    '```json',
    JSON.stringify({ keys: [keyExample] }, null, 2),
    '```',
    '',
    '`framefarm key new ID --file keys.json` makes a key, 32 random bytes, and shows it once; the server reads the file when it starts.',
    '',
    '### Tokens of workers',
    '',
    'The file that `FRAMEFARM_WORKER_TOKENS_FILE` names has the same form, with `id`, `name` and `sha256` alone; `framefarm worker-token new ID --file worker-tokens.json` adds to it ([farm.md](farm.md)).',
    '',
    '## A worker',
    '',
    'It reads `FRAMEFARM_LOG_LEVEL`, `FRAMEFARM_STOP_SECONDS`, `FRAMEFARM_DESTINATIONS` and what films may use, as the server does, and:',
    '',
    '| variable | |',
    '| --- | --- |',
    ...Object.entries(ofWorker).map(([variable, text]) => `| \`${variable}\` | ${text} |`),
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
  maxSlots: 8,
  destinations: ['gs://shop-films/'],
}

function row([name, setting]: readonly [string, Setting]): string {
  const result = setting.schema.safeParse(undefined)
  const initial = result.data === undefined ? '' : `\`${JSON.stringify(result.data)}\``
  return `| \`${setting.variable}\` | \`${name}\` | ${initial} | ${allowedOf(setting).replaceAll('|', String.raw`\|`)} | ${setting.description} |`
}
