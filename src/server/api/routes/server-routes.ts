import { z } from 'zod'
import { docsCss } from '../openapi/docs-css.ts'
import { docsPage } from '../openapi/docs-page.ts'
import { errorsPage } from '../openapi/errors-page.ts'
import { route, type Answer } from '../route.ts'

const about = { tag: 'server', access: 'open', faults: [] } as const

const health = route(
  {
    method: 'get',
    path: '/healthz',
    id: 'getHealth',
    summary: 'Whether the process is alive',
    ...about,
    replies: { 200: { description: 'It is', json: z.object({ status: z.literal('ok') }) } },
  },
  async () => ({ status: 200, json: { status: 'ok' } }),
)

const readyFacts = z.object({ status: z.enum(['ready', 'not ready', 'stopping']), parts: z.record(z.string(), z.enum(['ok', 'failed'])) })

const ready = route(
  {
    method: 'get',
    path: '/readyz',
    id: 'getReadiness',
    summary: 'Whether the server takes work',
    description: 'Each part is asked at most every 2 seconds. What a failed part says is in the log.',
    ...about,
    replies: { 200: { description: 'It does', json: readyFacts }, 503: { description: 'It does not', json: readyFacts } },
  },
  async ({ parts, log }): Promise<Answer> => {
    const states = Object.entries(await parts.readiness.states())
    const failed = states.filter(([, { ok }]) => !ok)
    if (failed.length > 0) log.warn({ failed: Object.fromEntries(failed.map(([name, { detail }]) => [name, detail])) }, 'not ready')
    const isReady = failed.length === 0 && !parts.stopping.isDraining
    const status = parts.stopping.isDraining ? 'stopping' : isReady ? 'ready' : 'not ready'
    const told = Object.fromEntries(states.map(([name, { ok }]) => [name, ok ? 'ok' : 'failed']))
    return { status: isReady ? 200 : 503, headers: isReady ? {} : { 'Retry-After': '10' }, json: { status, parts: told } }
  },
)

const metrics = route(
  {
    method: 'get',
    path: '/metrics',
    id: 'getMetrics',
    summary: 'Numbers for Prometheus',
    ...about,
    access: 'key',
    replies: { 200: { description: 'In its text format', mediaTypes: ['text/plain'] } },
  },
  async ({ parts }) => {
    const { text, type } = await parts.metrics.text()
    return { status: 200, bytes: text, type }
  },
)

/** The pages have no script at all, and one style sheet. */
const pagePolicy = { 'Content-Security-Policy': "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'" }
const page = (html: string): Answer => ({ status: 200, headers: pagePolicy, bytes: html, type: 'text/html; charset=utf-8' })
const htmlReply = { 200: { description: 'A page', mediaTypes: ['text/html'] } }

const docs = route(
  { method: 'get', path: '/docs', id: 'getDocs', summary: 'This documentation as a page', ...about, replies: htmlReply },
  async ({ parts }) => page(docsPage(parts.openApi)),
)

const errors = route({ method: 'get', path: '/docs/errors', id: 'getErrors', summary: 'Every error code', ...about, replies: htmlReply }, async () =>
  page(errorsPage()),
)

const style = route(
  {
    method: 'get',
    path: '/docs/docs.css',
    id: 'getDocsStyle',
    summary: 'Style of the pages',
    ...about,
    replies: { 200: { description: 'CSS', mediaTypes: ['text/css'] } },
  },
  async () => ({ status: 200, bytes: docsCss, type: 'text/css; charset=utf-8' }),
)

const openApi = route(
  {
    method: 'get',
    path: '/openapi.json',
    id: 'getOpenApi',
    summary: 'This documentation for programs: OpenAPI 3.1',
    ...about,
    replies: { 200: { description: 'The document', json: z.record(z.string(), z.json()) } },
  },
  async ({ parts }) => ({ status: 200, json: parts.openApi }),
)

export const serverRoutes = [health, ready, metrics, openApi, docs, errors, style]
