import { describe, expect, it } from 'vitest'
import { readServerEvents, type ServerEvent } from '../../src/client/read-server-events.ts'
import { defaultRetry, retryDelayMs } from '../../src/client/retry-delay.ts'

async function eventsOf(parts: readonly string[]): Promise<{ events: ServerEvent[]; retryMs: number | null }> {
  const encoder = new TextEncoder()
  const body = new ReadableStream<Uint8Array<ArrayBuffer>>({
    start: (controller) => {
      for (const part of parts) controller.enqueue(encoder.encode(part))
      controller.close()
    },
  })
  const events: ServerEvent[] = []
  let retryMs: number | null = null
  const onRetry = (ms: number) => {
    retryMs = ms
  }
  for await (const event of readServerEvents(body, { onRetry })) events.push(event)
  return { events, retryMs }
}

describe('a stream of events', () => {
  const stream = 'retry: 250\n: keep alive\n\nid: 7\nevent: state\ndata: {"a":\ndata: 1}\n\ndata:plain\r\n\r\nid: 9\ndata: ä cut off'
  const expected = [
    { id: '7', event: 'state', data: '{"a":\n1}' },
    { id: null, event: 'message', data: 'plain' },
  ]

  it('is read as the HTML standard has it, and an event that was cut off is none', async () => {
    expect(await eventsOf([stream])).toEqual({ events: expected, retryMs: 250 })
  })

  it('is the same wherever it is cut into pieces', async () => {
    for (let at = 1; at < stream.length; at++) expect((await eventsOf([stream.slice(0, at), stream.slice(at)])).events).toEqual(expected)
    expect((await eventsOf(Array.from(stream))).events).toEqual(expected)
  })
})

describe('the wait before another attempt', () => {
  const delaysOf = (attempt: number, retryAfter: number | null) =>
    Array.from({ length: 200 }, () => retryDelayMs(attempt, retryAfter, defaultRetry) ?? Number.NaN).toSorted((a, b) => a - b)
  const areBetween = (delays: readonly number[], from: number, to: number) => delays.every((delayMs) => delayMs >= from && delayMs <= to)

  it('doubles, and is spread over half of itself', () => {
    expect(areBetween(delaysOf(1, null), 250, 500)).toBe(true)
    expect(areBetween(delaysOf(2, null), 500, 1000)).toBe(true)
    expect(areBetween(delaysOf(4, null), 2000, 4000)).toBe(true)
    expect(new Set(delaysOf(4, null)).size).toBeGreaterThan(100)
  })

  it('is never less than the server asks for', () => {
    expect(areBetween(delaysOf(1, 7), 7000, 7250)).toBe(true)
    expect(areBetween(delaysOf(3, 0), 1000, 2000)).toBe(true)
  })

  it('is none after the last attempt, or where the server asks for more patience than there is', () => {
    expect(retryDelayMs(5, null, defaultRetry)).toBeNull()
    expect(retryDelayMs(1, 31, defaultRetry)).toBeNull()
  })
})
