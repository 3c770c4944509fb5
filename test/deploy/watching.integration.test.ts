import { cp, mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { z } from 'zod'
import { renderStates } from '../../src/api/render-states.ts'
import { routeTable } from '../../src/server/api/route-table.ts'
import { errorCodes } from '../../src/shared/error-codes.ts'
import { dataFolderFromEnvironment } from '../../src/storage/data-folder.ts'
import { deployFolder, readDeployed } from '../support/deployed-containers.ts'
import { startFramefarm, type Running } from '../support/framefarm.ts'
import { metricNames, scrapedNames } from '../support/metric-names.ts'

const rule = z.strictObject({
  alert: z.string().regex(/^Framefarm[A-Z][A-Za-z]+$/),
  expr: z.string(),
  for: z
    .string()
    .regex(/^\d+m$/)
    .optional(),
  labels: z.strictObject({ severity: z.enum(['page', 'warn']) }),
  annotations: z.strictObject({ summary: z.string(), runbook: z.string() }),
})
const alertsFile = z.strictObject({ groups: z.array(z.strictObject({ name: z.string(), rules: z.array(rule).min(1) })).min(1) })

const panel = z.looseObject({
  id: z.int(),
  title: z.string(),
  type: z.enum(['stat', 'timeseries']),
  datasource: z.strictObject({ type: z.literal('prometheus'), uid: z.literal('${datasource}') }),
  gridPos: z.strictObject({ x: z.int().min(0), y: z.int().min(0), w: z.int().max(24), h: z.int().min(1) }),
  targets: z.array(z.strictObject({ refId: z.string(), expr: z.string(), legendFormat: z.string() })).min(1),
})
const dashboardFile = z.looseObject({ uid: z.literal('framefarm'), schemaVersion: z.int(), panels: z.array(panel).min(1) })

const readText = (file: string) => readFile(join(deployFolder, file), 'utf8')
const readRules = async () => alertsFile.parse(parse(await readText('alerts.yaml'))).groups.flatMap(({ rules }) => rules)
const readPanels = async () => dashboardFile.parse(JSON.parse(await readText('grafana-dashboard.json'))).panels

describe('what watches the farm', () => {
  let server: Running
  let url: string
  let data: string

  beforeAll(async () => {
    data = await mkdtemp(join(tmpdir(), 'framefarm-test-'))
    await cp(join(dataFolderFromEnvironment().root, 'engine'), join(data, 'engine'), { recursive: true }).catch(() => undefined)
    server = startFramefarm(['serve', '--no-worker', '--port', '0', '--json'], { env: { FRAMEFARM_DATA: data } })
    const said = new Promise<string>((resolve) => server.child.stdout?.once('data', (text: Buffer) => resolve(text.toString())))
    const line = await Promise.race([said, server.ended.then(({ stderr }) => Promise.reject(new Error(stderr)))])
    url = (JSON.parse(line) as { readonly url: string }).url
  })

  afterAll(async () => {
    server.child.kill('SIGTERM')
    await server.ended
    await rm(data, { recursive: true, force: true })
  })

  it('asks in alerts for metrics that the server tells', async () => {
    const told = scrapedNames(await (await fetch(`${url}/metrics`)).text())
    const asked = (await readRules()).flatMap(({ expr }) => metricNames(expr))
    expect(asked.length).toBeGreaterThan(10)
    expect([...told]).toEqual(expect.arrayContaining(asked))
  })

  it('asks in the dashboard for metrics that the server tells, and shows every one of the farm', async () => {
    const told = scrapedNames(await (await fetch(`${url}/metrics`)).text())
    const asked = (await readPanels()).flatMap(({ targets }) => targets).flatMap(({ expr }) => metricNames(expr))
    expect([...told]).toEqual(expect.arrayContaining(asked))
    const ofFarm = [...told].filter((name) => name.startsWith('framefarm_') && !name.endsWith('_sum'))
    expect(asked).toEqual(expect.arrayContaining(ofFarm))
  })

  it('names states of renders that there are', async () => {
    const expressions = [
      ...(await readRules()).map(({ expr }) => expr),
      ...(await readPanels()).flatMap(({ targets }) => targets.map(({ expr }) => expr)),
    ]
    const states = expressions.flatMap((expression) => [...expression.matchAll(/state="(\w+)"/g)].map(([, state]) => state))
    expect(states.length).toBeGreaterThan(0)
    expect(renderStates).toEqual(expect.arrayContaining(states))
  })

  it('tells real free space, and nothing waiting in a farm without renders', async () => {
    const text = await (await fetch(`${url}/metrics`)).text()
    const valueOf = (name: string) => Number(new RegExp(`^${name} (\\S+)$`, 'm').exec(text)?.[1])
    expect(valueOf('framefarm_data_free_bytes')).toBeGreaterThan(1e6)
    expect([valueOf('framefarm_leases'), valueOf('framefarm_webhooks_waiting'), valueOf('framefarm_webhook_overdue_seconds')]).toEqual([0, 0, 0])
  })

  it('scales on figures that the server answers with', async () => {
    const [scaled] = readDeployed('kubernetes/keda.yaml').filter(({ kind }) => kind === 'ScaledObject') as unknown as readonly [
      { readonly spec: { readonly triggers: readonly { readonly metadata: { readonly url: string; readonly valueLocation: string } }[] } },
    ]
    expect(scaled.spec.triggers.length).toBeGreaterThan(0)
    for (const { metadata } of scaled.spec.triggers) {
      const answer = (await (await fetch(url + new URL(metadata.url).pathname)).json()) as Readonly<Record<string, unknown>>
      expect(answer[metadata.valueLocation]).toEqual(expect.any(Number))
    }
  })

  it('has panels that do not lie on each other', async () => {
    const cells = (await readPanels()).flatMap(({ gridPos: { x, y, w, h } }) =>
      Array.from({ length: w * h }, (_, index) => `${x + (index % w)},${y + Math.floor(index / w)}`),
    )
    expect(new Set(cells).size).toBe(cells.length)
  })

  it('is explained: docs/operations.md has a part for every alert, and its alert leads there', async () => {
    const page = await readFile(join(deployFolder, '../docs/operations.md'), 'utf8')
    const explained = [...page.matchAll(/^### (Framefarm\w+)$/gm)].map(([, name = '']) => name)
    const rules = await readRules()
    expect(rules.map(({ alert }) => alert)).toEqual(explained)
    for (const { alert, annotations } of rules) expect(annotations.runbook).toBe(`docs/operations.md#${alert.toLowerCase()}`)
  })

  it('is explained by requests and errors that there are', async () => {
    const page = await readFile(join(deployFolder, '../docs/operations.md'), 'utf8')
    const paths = [...page.matchAll(/GET (\/[\w/]+)/g)].map(([, path = '']) => path.replace('/ID', '/:id'))
    expect(routeTable.map(({ path }) => path)).toEqual(expect.arrayContaining(paths))
    const codes = [...page.matchAll(/`([A-Z]+_[A-Z_]+)`/g)]
      .map(([, code = '']) => code)
      .filter((code) => !/^(FRAMEFARM|DATABASE_URL|OTEL)/.test(code))
    expect(codes.length).toBeGreaterThan(4)
    expect(Object.keys(errorCodes)).toEqual(expect.arrayContaining(codes))
  })
})
