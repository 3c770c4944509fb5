import { afterEach, expect, it, vi } from 'vitest'
import { openTracing } from '../../src/tracing/open-tracing.ts'
import { traceCollector } from '../support/trace-collector.ts'

afterEach(() => vi.unstubAllEnvs())

it('sends a render and its parts as one trace with the id of the render', async () => {
  await using target = await traceCollector()
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
