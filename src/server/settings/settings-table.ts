import { z } from 'zod'

const count = (least: number, most: number) => z.int().min(least).max(most)
const amount = z.number().min(0).max(1e9)
const list = z.array(z.string().min(1).max(2048)).max(1000)

/** Every setting of `framefarm serve`, by its name in the settings file. docs/configuration.md is generated from this. */
export const settingsTable = {
  host: {
    variable: 'FRAMEFARM_HOST',
    schema: z.string().min(1).max(255).default('127.0.0.1'),
    description: 'Address to listen on. Without API keys only this machine is answered, whatever this says',
  },
  port: { variable: 'FRAMEFARM_PORT', schema: count(0, 65_535).default(4410), description: 'Port to listen on; 0 for any that is free' },
  keysFile: {
    variable: 'FRAMEFARM_KEYS_FILE',
    schema: z.string().min(1).optional(),
    description: 'JSON file with the hashes of API keys, and what each may do',
  },
  workerTokensFile: {
    variable: 'FRAMEFARM_WORKER_TOKENS_FILE',
    schema: z.string().min(1).optional(),
    description: 'JSON file with the hashes of the tokens of workers on other machines; without it none is let in',
  },
  logLevel: {
    variable: 'FRAMEFARM_LOG_LEVEL',
    schema: z.enum(['debug', 'info', 'warn', 'error', 'silent']).default('info'),
    description: 'Least weight of what is logged, as JSON lines on standard error',
  },
  maxBodyBytes: {
    variable: 'FRAMEFARM_MAX_BODY_BYTES',
    schema: count(1000, 200_000_000).default(10_000_000),
    description: 'Largest JSON request',
  },
  maxAssetBytes: {
    variable: 'FRAMEFARM_MAX_ASSET_BYTES',
    schema: count(1000, 100_000_000_000).default(1_000_000_000),
    description: 'Largest file that is taken by POST /v1/assets and POST /v1/uploads',
  },
  maxUploads: {
    variable: 'FRAMEFARM_MAX_UPLOADS',
    schema: count(1, 100_000).default(100),
    description: 'Unfinished uploads that are kept for one API key',
  },
  maxEventStreams: {
    variable: 'FRAMEFARM_MAX_EVENT_STREAMS',
    schema: count(1, 100_000).default(2000),
    description: 'Connections that follow events, in all',
  },
  maxEventStreamsPerKey: {
    variable: 'FRAMEFARM_MAX_EVENT_STREAMS_PER_KEY',
    schema: count(1, 100_000).default(600),
    description: 'Connections that follow events, of one API key',
  },
  maxDirectRequests: {
    variable: 'FRAMEFARM_MAX_DIRECT_REQUESTS',
    schema: count(1, 10_000).default(64),
    description: 'Requests whose client waits for the work itself (frames, scenes, looking into assets); one more is answered 429',
  },
  maxSubmissions: {
    variable: 'FRAMEFARM_MAX_SUBMISSIONS',
    schema: count(1, 10_000).default(200),
    description: 'Renders that are being accepted at the same time; one more is answered 429 at once',
  },
  maxDrafts: {
    variable: 'FRAMEFARM_MAX_DRAFTS',
    schema: count(0, 10_000).default(32),
    description: 'Films that are open in the preview, in all; each holds its downloads on disk. 0: none may be opened',
  },
  maxDraftsPerKey: {
    variable: 'FRAMEFARM_MAX_DRAFTS_PER_KEY',
    schema: count(1, 10_000).default(8),
    description: 'Films that one API key has open in the preview; for one more, the one that was left longest ago is closed',
  },
  draftMinutes: {
    variable: 'FRAMEFARM_DRAFT_MINUTES',
    schema: count(1, 10_000).default(60),
    description: 'How long a film stays open in the preview after its last page was closed',
  },
  headersTimeoutSeconds: {
    variable: 'FRAMEFARM_HEADERS_TIMEOUT_SECONDS',
    schema: count(1, 600).default(15),
    description: 'How long the headers of a request may take',
  },
  requestTimeoutSeconds: {
    variable: 'FRAMEFARM_REQUEST_TIMEOUT_SECONDS',
    schema: count(1, 86_400).default(300),
    description: 'How long a whole request may take to arrive; an upload that is cut off can be resumed',
  },
  stopSeconds: {
    variable: 'FRAMEFARM_STOP_SECONDS',
    schema: count(0, 3600).default(10),
    description: 'How long running work and open answers are waited for when the server is stopped',
  },
  targetWaitSeconds: {
    variable: 'FRAMEFARM_TARGET_WAIT_SECONDS',
    schema: count(1, 86_400).default(60),
    description: 'Within which the farm is to be through with what waits: GET /v1/farm says how many workers that takes',
  },
  sceneWorkers: {
    variable: 'FRAMEFARM_SCENE_WORKERS',
    schema: z
      .array(z.url({ protocol: /^https?$/ }))
      .max(1000)
      .default([]),
    description: 'Addresses of containers that work is handed to by POST /process-work, with commas between them (docs/farm.md)',
  },
  sceneWorkerSlots: {
    variable: 'FRAMEFARM_SCENE_WORKER_SLOTS',
    schema: count(1, 1000).default(10),
    description: 'Pieces of work that are with such containers at the same time, in all',
  },
  sceneWorkerKey: {
    variable: 'FRAMEFARM_SCENE_WORKER_KEY',
    schema: z.string().min(1).max(4096).optional(),
    description: 'API key that lets this server in there',
  },
  sceneWorkerIdentity: {
    variable: 'FRAMEFARM_SCENE_WORKER_IDENTITY',
    schema: z.enum(['none', 'google']).default('none'),
    description: "google: identity tokens of this machine's service account let it in there, as Cloud Run wants them",
  },
  destinations: {
    variable: 'FRAMEFARM_DESTINATIONS',
    schema: list.default(['gs://']),
    description: 'Beginnings of addresses that films may be delivered to, with commas between them; a key may narrow them further',
  },
  signedUrlSeconds: {
    variable: 'FRAMEFARM_SIGNED_URL_SECONDS',
    schema: count(0, 604_800).default(0),
    description:
      'Files of renders that lie in a bucket (FRAMEFARM_STORAGE) are answered by a redirect to an address that is good for so long; 0: the server sends them itself',
  },
  webOrigins: {
    variable: 'FRAMEFARM_WEB_ORIGINS',
    schema: list.default([]),
    description: 'Origins of web pages that may call the server from a browser (CORS), with commas between them',
  },
  priceCurrency: {
    variable: 'FRAMEFARM_PRICE_CURRENCY',
    schema: z
      .string()
      .regex(/^[A-Z]{3}$/)
      .optional(),
    description: 'Currency of the prices, as three capital letters; without it no cost is told',
  },
  pricePerRenderMinute: {
    variable: 'FRAMEFARM_PRICE_PER_RENDER_MINUTE',
    schema: amount.default(0),
    description: 'Price of a minute of work on this farm',
  },
  pricePerFilmMinute: { variable: 'FRAMEFARM_PRICE_PER_FILM_MINUTE', schema: amount.default(0), description: 'Price of a minute of finished film' },
} as const satisfies Record<string, Setting>

export type Setting = { readonly variable: string; readonly schema: z.ZodType; readonly description: string }
export type ServerSettings = { readonly [Name in keyof typeof settingsTable]: z.output<(typeof settingsTable)[Name]['schema']> }
