import { pino } from 'pino'
import { onTestFinished } from 'vitest'
import type { Problem } from '../../src/api/problem.ts'
import type { Render } from '../../src/api/render.ts'
import { parseFilm } from '../../src/film/parse-film.ts'
import { hashSecret, newSecret } from '../../src/server/api/access/hash-secret.ts'
import type { KeyFacts, Keys } from '../../src/server/api/access/keys.ts'
import { apiApp, type ApiOrder } from '../../src/server/api/api-app.ts'
import { listenApi, type ListeningApi } from '../../src/server/api/listen-api.ts'
import { readSettings } from '../../src/server/settings/read-settings.ts'
import type { ServerSettings } from '../../src/server/settings/settings-table.ts'
import { FramefarmError } from '../../src/shared/errors.ts'
import { folderStore } from '../../src/storage/objects/folder-store.ts'
import { MemoryFarm } from './memory-farm.ts'
import { tempFolder } from './temp-folder.ts'

type Wishes = Partial<Omit<ApiOrder, 'settings'>> & { readonly settings?: Partial<ServerSettings>; readonly memory?: MemoryFarm }

export type TestApi = ListeningApi & {
  readonly farm: MemoryFarm
  /** Every line that was logged. */
  readonly logged: readonly string[]
  readonly call: (path: string, wishes?: CallWishes) => Promise<Response>
}

type CallWishes = {
  readonly method?: string
  readonly json?: unknown
  readonly body?: NonNullable<RequestInit['body']>
  readonly headers?: Record<string, string>
  readonly redirect?: RequestInit['redirect']
  readonly key?: string
}

/** A server on any free port, for one test. What it has others do fails, unless the test says otherwise. */
export async function startApi({ settings, memory, ...wishes }: Wishes = {}): Promise<TestApi> {
  const farm = memory ?? new MemoryFarm()
  const logged: string[] = []
  const notHere = async () => Promise.reject(new Error('this test has no part for that'))
  const api = apiApp({
    farm,
    settings: await readSettings({}, settings),
    keys: null,
    log: pino({ level: 'debug' }, { write: (line: string) => void logged.push(line) }),
    assetFolder: await tempFolder(),
    // Uploaded files are known to the film format only by their addresses.
    parseFilm: (raw) => parseFilm(JSON.parse(JSON.stringify(raw).replaceAll('"asset:', '"https://assets.invalid/')), '/nonexistent'),
    lookInto: notHere,
    leasesOf: () => ({ lease: notHere, touch: notHere, complete: notHere, fail: notHere, giveBack: notHere }),
    workerTokens: () => null,
    stills: { still: notHere },
    workerStore: folderStore(await tempFolder()),
    workFolder: { work: await tempFolder() },
    processScene: notHere,
    workbench: { facts: notHere, process: notHere },
    drafts: { open: notHere, find: () => null, end: async () => false, idleMs: 60_000 },
    ...wishes,
  })
  const listening = await listenApi(api, { host: wishes.keys ? '127.0.0.1' : '0.0.0.0', port: 0 })
  onTestFinished(() => listening.close())
  const call: TestApi['call'] = async (path, { method = 'GET', json, body, headers = {}, redirect = 'follow', key } = {}) =>
    fetch(listening.url + path, {
      method,
      redirect,
      headers: {
        ...(json === undefined ? {} : { 'content-type': 'application/json' }),
        ...(key === undefined ? {} : { authorization: `Bearer ${key}` }),
        ...headers,
      },
      ...(json === undefined ? {} : { body: JSON.stringify(json) }),
      ...(body === undefined ? {} : { body, duplex: 'half' }),
    })
  return { ...listening, farm, logged, call }
}

/** A film that has no fault, of two scenes of two seconds. */
export function sentFilm(change: Record<string, unknown> = {}): Record<string, unknown> {
  const scene = { image: 'https://photos.example/one.jpg', duration: 2 }
  return { version: 1, output: { width: 320, height: 180 }, scenes: [scene, scene], ...change }
}

/** Sends a render that is taken. */
export async function submitted(api: TestApi, key?: string): Promise<Render> {
  const response = await api.call('/v1/renders', { method: 'POST', json: { film: sentFilm() }, ...(key === undefined ? {} : { key }) })
  if (response.status !== 202) throw new Error(`answered ${response.status}: ${await response.text()}`)
  return (await response.json()) as Render
}

/** The status, code and detail of a refusal, which has to have the form that all of them have. */
export async function problemOf(response: Response): Promise<Problem & { readonly retryAfter: string | null }> {
  const problem = (await response.json()) as Problem
  const type = response.headers.get('content-type')
  if (type !== 'application/problem+json' || problem.status !== response.status)
    throw new FramefarmError('USAGE', `no problem: ${type} ${response.status} ${JSON.stringify(problem)}`)
  return { ...problem, retryAfter: response.headers.get('retry-after') }
}

/** API keys, each with its secret. */
export function testKeys(...wanted: readonly (Partial<KeyFacts> & { readonly id: string })[]): {
  readonly keys: Keys
  readonly secrets: readonly string[]
} {
  const made = wanted.map((facts) => ({
    secret: newSecret('ffk_'),
    facts: {
      name: '',
      requestsPerMinute: 6000,
      burst: 1000,
      maxActiveRenders: null,
      maxRendersPerDay: null,
      maxSlots: null,
      destinations: [],
      ...facts,
    },
  }))
  const byHash = new Map(made.map(({ secret, facts }) => [hashSecret(secret), facts]))
  return { keys: { check: async (secret) => byHash.get(hashSecret(secret)) ?? null, maxSlots: new Map() }, secrets: made.map(({ secret }) => secret) }
}
