import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { json } from 'node:stream/consumers'
import { afterEach, expect, it, vi } from 'vitest'
import { openTracing } from '../../src/tracing/open-tracing.ts'

type Span = {
  readonly traceId: string
  readonly spanId: string
  readonly parentSpanId?: string
  readonly name: string
  readonly startTimeUnixNano: string
  readonly endTimeUnixNano: string
  readonly status: { readonly code?: number; readonly message?: string }
  readonly attributes: readonly { readonly key: string }[]
}

type Export = { readonly resourceSpans: readonly { readonly scopeSpans: readonly { readonly spans: readonly Span[] }[] }[] }

/** A collector of OTLP over HTTP that keeps the spans it is sent. */
async function collector(): Promise<AsyncDisposable & { url: string; spans: Span[] }> {
  const spans: Span[] = []
  const server = createServer((request, response) => {
    void json(request).then((body) => {
      spans.push(...(body as Export).resourceSpans.flatMap(({ scopeSpans }) => scopeSpans.flatMap((scope) => scope.spans)))
      response.setHeader('content-type', 'application/json').end('{}')
    })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const close = async () => {
    server.close()
    server.closeAllConnections()
    await once(server, 'close')
  }
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, spans, [Symbol.asyncDispose]: close }
}

afterEach(() => vi.unstubAllEnvs())

it('sends a render and its parts as one trace with the id of the render', async () => {
  await using target = await collector()
  vi.stubEnv('OTEL_EXPORTER_OTLP_ENDPOINT', target.url)
  const id = 'rnd_0123456789abcdef0011223344556677'
  const at = (seconds: number) => new Date(1_700_000_000_000 + seconds * 1000)
  {
    await using tracing = openTracing('1.2.3')
    tracing.part(id, { name: 'chunk', startedAt: at(1), endedAt: at(3), attributes: { frames: 240 }, failure: null })
    tracing.part(id, { name: 'chunk', startedAt: at(1), endedAt: at(2), attributes: {}, failure: 'Chromium ended' })
    tracing.whole(id, { name: 'render', startedAt: at(0), endedAt: at(4), attributes: {}, failure: null })
  }
  const [first, second, whole] = target.spans
  expect(target.spans).toHaveLength(3)
  expect(new Set(target.spans.map(({ traceId }) => traceId))).toEqual(new Set(['0123456789abcdef0011223344556677']))
  expect(whole).toMatchObject({ name: 'render', spanId: '0011223344556677' })
  expect(whole?.parentSpanId ?? '').toBe('')
  expect([first?.parentSpanId, second?.parentSpanId]).toEqual(['0011223344556677', '0011223344556677'])
  expect(first?.spanId).not.toBe(second?.spanId)
  expect(first?.startTimeUnixNano).toBe('1700000001000000000')
  expect(first?.endTimeUnixNano).toBe('1700000003000000000')
  expect(first?.attributes).toEqual([expect.objectContaining({ key: 'frames' })])
  expect(second?.status).toMatchObject({ code: 2, message: 'Chromium ended' })
})
