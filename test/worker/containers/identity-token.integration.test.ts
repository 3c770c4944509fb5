import type { IncomingHttpHeaders } from 'node:http'
import { pino } from 'pino'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { startContainerWorker } from '../../../src/server/serve/start-container-worker.ts'
import { readSettings } from '../../../src/server/settings/read-settings.ts'
import { dataFolderAt } from '../../../src/storage/data-folder.ts'
import { folderStore } from '../../../src/storage/objects/folder-store.ts'
import { identityTokens } from '../../../src/worker/containers/identity-token.ts'
import { LeaseTable } from '../../support/lease-table.ts'
import { serve } from '../../support/loopback.ts'
import { claimsOf, metadataServer } from '../../support/metadata-server.ts'
import { tempFolder } from '../../support/temp-folder.ts'
import { thrownBy } from '../../support/thrown-by.ts'
import { workerFactsOf } from '../../support/worker-facts-of.ts'

const waitLong = { timeout: 20_000, interval: 20 }
afterEach(() => vi.unstubAllEnvs())

describe('identity tokens', () => {
  it('are for the address that they are sent to, and kept for it', async () => {
    const metadata = await metadataServer()
    const tokenFor = identityTokens()
    const [one, two] = [new URL('https://one.example/scenes/'), new URL('https://two.example/')]
    const first = await tokenFor(one)
    expect(first).toMatch(/^Bearer /)
    expect(claimsOf(first)).toMatchObject({ aud: 'https://one.example' })
    expect(claimsOf(await tokenFor(two))).toMatchObject({ aud: 'https://two.example' })
    expect(await tokenFor(one)).toBe(first)
    expect(metadata.audiences).toEqual(['https://one.example', 'https://two.example'])
  })

  it('are renewed before they expire', async () => {
    const metadata = await metadataServer()
    const tokenFor = identityTokens()
    const address = new URL('https://one.example')
    metadata.lifeSeconds = 60
    const first = await tokenFor(address)
    metadata.lifeSeconds = 3600
    const second = await tokenFor(address)
    expect([claimsOf(first).jti, claimsOf(second).jti]).toEqual([1, 2])
    expect(await tokenFor(address)).toBe(second)
  })

  it('that cannot be had are told with what to do, and asked for again', async () => {
    await metadataServer()
    const tokenFor = identityTokens()
    const address = new URL('https://one.example')
    vi.stubEnv('GOOGLE_APPLICATION_CREDENTIALS', '/nowhere.json')
    expect(await thrownBy(tokenFor(address))).toMatchObject({
      code: 'WORKER_LOST',
      message: expect.stringMatching(/^no identity token for https:\/\/one\.example could be had: .*\/nowhere\.json/),
      hint: expect.stringContaining('GOOGLE_APPLICATION_CREDENTIALS'),
    })
    vi.stubEnv('GOOGLE_APPLICATION_CREDENTIALS', '')
    expect(claimsOf(await tokenFor(address))).toMatchObject({ aud: 'https://one.example' })
  })
})

it('a server sends each container its own token beside the API key, and nothing to where a container would send it', async () => {
  const metadata = await metadataServer()
  const seen = new Map<string, IncomingHttpHeaders[]>()
  const note = (name: string, headers: IncomingHttpHeaders) => seen.set(name, [...(seen.get(name) ?? []), headers])
  const { id: _id, slots: _slots, ...facts } = workerFactsOf()
  const json = { 'content-type': 'application/json' }
  const stranger = await serve((request, response) => {
    note('stranger', request.headers)
    response.writeHead(200, json).end(JSON.stringify(facts))
  })
  const strayed = await serve((request, response) => {
    note('strayed', request.headers)
    response.writeHead(307, { location: `${stranger}/process-work` }).end()
  })
  const container = await serve((request, response) => {
    note('container', request.headers)
    const result = { type: 'prepare', chunks: [], warnings: [], durationSeconds: 0, encoder: 'libx264', fetchedBytes: 0 }
    response.writeHead(200, json).end(JSON.stringify(request.method === 'GET' ? facts : result))
  })
  const settings = await readSettings(
    {},
    { sceneWorkers: [container, strayed], sceneWorkerIdentity: 'google', sceneWorkerKey: 'ffk_1', sceneWorkerSlots: 2 },
  )
  const dataFolder = dataFolderAt(await tempFolder(), folderStore(await tempFolder()))
  const leases = new LeaseTable()
  leases.deals = ({ type }) => type === 'prepare'
  const worker = startContainerWorker({ settings, dataFolder, log: pino({ level: 'silent' }) }, () => leases)
  const film = { version: 1 as const, scenes: [{ image: 'https://photos.example/one.jpg', duration: 2 }] }
  for (const id of ['rnd_1', 'rnd_2', 'rnd_3']) void leases.submit(id, { film })
  await vi.waitFor(() => expect([seen.get('strayed'), leases.told.length]).toEqual([expect.anything(), 3]), waitLong)
  await worker?.stop(0)
  for (const [name, address] of Object.entries({ container, strayed })) {
    const tokens = (seen.get(name) ?? []).map((headers) => claimsOf(String(headers['x-serverless-authorization'])).aud)
    expect(new Set(tokens)).toEqual(new Set([address]))
    expect(new Set((seen.get(name) ?? []).map(({ authorization }) => authorization))).toEqual(new Set(['Bearer ffk_1']))
  }
  expect(seen.has('stranger')).toBe(false)
  expect(new Set(metadata.audiences)).toEqual(new Set([container, strayed]))
})
