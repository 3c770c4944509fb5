import { expect, it } from 'vitest'
import { judgeAnswer } from '../../src/webhooks/judge-answer.ts'

const now = new Date('2026-01-01T00:00:00Z')
const judge = (status: number | null, retryAfter: string | null = null, error: string | null = null) =>
  judgeAnswer({ status, retryAfter, error }, now)

it.each([200, 201, 204, 299])('counts %d as delivered', (status) => {
  expect(judge(status)).toEqual({ type: 'delivered' })
})

it.each([301, 302, 307, 308])('counts %d, a redirect, as not delivered', (status) => {
  expect(judge(status)).toMatchObject({ type: 'again', reason: expect.stringContaining('redirect') })
})

it('gives up for good when the endpoint is gone', () => {
  expect(judge(410)).toMatchObject({ type: 'gone' })
})

it.each([400, 404, 408, 429, 500, 502, 503, 504])('tries again after %d', (status) => {
  expect(judge(status)).toMatchObject({ type: 'again', reason: expect.stringContaining(String(status)), wishMs: null })
})

it('reads Retry-After as seconds and as a date, and nothing else', () => {
  expect(judge(429, '120')).toMatchObject({ wishMs: 120_000 })
  expect(judge(503, 'Thu, 01 Jan 2026 00:01:00 GMT')).toMatchObject({ wishMs: 60_000 })
  expect(judge(503, 'Wed, 31 Dec 2025 00:00:00 GMT')).toMatchObject({ wishMs: null })
  expect(judge(503, 'soon')).toMatchObject({ wishMs: null })
})

it('says why no answer came', () => {
  expect(judge(null, null, 'connect ECONNREFUSED')).toEqual({ type: 'again', reason: 'connect ECONNREFUSED', wishMs: null })
})
