import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Validator } from '@seriousme/openapi-schema-validator'
import { describe, expect, it } from 'vitest'
import { routeTable } from '../../../src/server/api/route-table.ts'
import { FramefarmError } from '../../../src/shared/errors.ts'
import { sentFilm, startApi, submitted, testKeys } from '../../support/api.ts'
import { startBrowser } from '../../support/user-browser.ts'

describe('the documentation', () => {
  it('is a valid OpenAPI 3.1 document, the committed one', async () => {
    const api = await startApi()
    const served = (await (await api.call('/openapi.json')).json()) as Record<string, unknown>
    expect(await new Validator().validate(structuredClone(served))).toEqual({ valid: true })
    expect(served['openapi']).toBe('3.1.1')
    expect(JSON.parse(await readFile(join(import.meta.dirname, '../../../docs/openapi.json'), 'utf8'))).toEqual(served)
  })

  it('refers only to schemas that it has, and names every route once', async () => {
    const api = await startApi()
    const text = await (await api.call('/openapi.json')).text()
    const { components } = JSON.parse(text) as { components: { schemas: Record<string, unknown> } }
    const references = [...text.matchAll(/"\$ref":"([^"]*)"/g)].map(([, reference]) => reference)
    expect(references.length).toBeGreaterThan(50)
    const places = Object.keys(components.schemas).map((name) => `#/components/schemas/${name}`)
    expect(references.filter((reference) => !places.includes(reference ?? ''))).toEqual([])
    expect(new Set(routeTable.map(({ id }) => id)).size).toBe(routeTable.length)
    expect(text).not.toContain('__schema')
  })

  it('is a page that needs no script and loads nothing from elsewhere', async () => {
    const api = await startApi()
    await using browser = startBrowser()
    const page = await browser.newPage()
    const faults: string[] = []
    const asked: string[] = []
    page.on('console', (message) => faults.push(message.text()))
    page.on('request', (request) => asked.push(new URL(request.url()).origin))
    await page.goto(`${api.url}/docs`)
    expect(await page.locator('h3#createRender').innerText()).toMatch(/POST \/v1\/renders/i)
    expect(await page.locator('a[href="#RenderRequest"]').count()).toBe(1)
    await page.goto(`${api.url}/docs/errors#QUEUE_FULL`)
    expect(await page.locator('tr:target').innerText()).toContain('429')
    expect({ faults, asked: [...new Set(asked)] }).toEqual({ faults: [], asked: [api.url] })
  })
})

describe('GET /readyz', () => {
  it('names the part that has failed, asks it at most every two seconds, and tells why only in the log', async () => {
    let asked = 0
    const database = async () => {
      asked += 1
      throw new Error('no space at /srv/data')
    }
    const api = await startApi({ checks: { database, chromium: async () => 'version 1' } })
    const answers = await Promise.all([api.call('/readyz'), api.call('/readyz'), api.call('/readyz')])
    for (const answer of answers)
      expect([answer.status, await answer.json()]).toEqual([503, { status: 'not ready', parts: { database: 'failed', chromium: 'ok' } }])
    expect(asked).toBe(1)
    expect(api.logged.join('')).toContain('no space at /srv/data')
  })
})

describe('GET /metrics', () => {
  it('has the requests by route, the load of the farm, and what the farm counts', async () => {
    const { keys, secrets } = testKeys({ id: 'a' })
    const farmFacts = async () => ({
      rendersByState: { succeeded: 7 },
      stages: { rendering: { seconds: 12.5, count: 3 } },
      slots: { all: 2, busy: 1, waiting: 4 },
      chromiumFailures: 5,
      ffmpegFailures: 6,
      encoder: 'libx264',
      bytesFetched: 8,
      bytesDelivered: 9,
    })
    const api = await startApi({ keys, farmFacts })
    const [key = ''] = secrets
    api.farm.fault = { code: 'DISK_FULL', message: 'no space left', hint: 'Free space' }
    await submitted(api, key)
    await api.call('/v1/nowhere-at-all', { key })
    await api.call('/metrics', { key })
    const text = await (await api.call('/metrics', { key })).text()
    for (const line of [
      'framefarm_http_request_seconds_count{method="POST",route="/v1/renders",status="202"} 1',
      'framefarm_http_request_seconds_count{method="none",route="none",status="404"} 1',
      'framefarm_queued_renders 1',
      'framefarm_queued_frames 100',
      'framefarm_seconds_of_work 10',
      'framefarm_wished_workers 1',
      'framefarm_workers{toolchain="usual"} 1',
      'framefarm_resting_workers{code="DISK_FULL"} 1',
      'framefarm_renders{state="succeeded"} 7',
      'framefarm_renders{state="failed"} 0',
      'framefarm_stage_seconds_total{stage="rendering"} 12.5',
      'framefarm_slots_waiting 4',
      'framefarm_chromium_failures_total 5',
      'framefarm_ffmpeg_failures_total 6',
      'framefarm_encoder_info{encoder="libx264"} 1',
      'framefarm_fetched_bytes_total 8',
      'framefarm_delivered_bytes_total 9',
    ])
      expect(text.split('\n')).toContain(line)
    expect(text).not.toContain('nowhere')
  })
})

describe('GET /v1/farm', () => {
  it('tells how much waits, which workers there are, and how many are wished for', async () => {
    const api = await startApi()
    await submitted(api)
    const answer = await api.call('/v1/farm')
    expect(await answer.json()).toMatchObject({
      queuedRenders: 1,
      secondsOfWork: 10,
      wishedWorkers: 1,
      workers: [{ id: 'scripted', slots: 1, busySlots: 1, toolchain: 'usual', encoders: ['h264', 'h264:cpu'], seenSecondsAgo: 0.5 }],
    })
  })
})

describe('POST /process-work', () => {
  it('sends work to another container where its own machine cannot do it', async () => {
    const fail = async () => Promise.reject(new FramefarmError('DISK_FULL', 'no space left for /data/work/1'))
    const api = await startApi({ workbench: { facts: fail, process: fail } })
    const settings = { method: 'auto', encoder: 'auto' }
    const work = { id: 'rnd_1.1.prepare', attempt: 0, renderId: 'rnd_1', film: sentFilm(), settings, task: { type: 'prepare' } }
    const answer = await api.call('/process-work', { method: 'POST', json: work })
    expect([answer.status, answer.headers.get('retry-after')]).toEqual([503, '1'])
    expect(await answer.json()).toMatchObject({ code: 'SERVER_BUSY', detail: 'this machine cannot work: DISK_FULL' })
    expect(api.logged.join('')).toContain('/data/work/1')
  })
})

describe('the log', () => {
  it('has a line for every request, under the id that the client is told or has given', async () => {
    const api = await startApi()
    const { id } = await submitted(api)
    await api.call(`/v1/renders/${id}`, { headers: { 'x-request-id': 'mine-1' } })
    const odd = await api.call('/healthz', { headers: { 'x-request-id': 'a b"{}' } })
    expect(odd.headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/)
    const lines = api.logged.map((line) => JSON.parse(line) as Record<string, unknown>)
    expect(lines.find(({ requestId, msg }) => requestId === 'mine-1' && msg === 'request')).toMatchObject({
      method: 'GET',
      path: `/v1/renders/${id}`,
      status: 200,
      renderId: id,
    })
  })
})
