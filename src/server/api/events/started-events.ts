import type { RenderEvent } from '../../../api/render-event.ts'

/** The same events, or null where there are none: whoever asks waits for the first. */
export async function startedEvents(events: AsyncIterable<RenderEvent>): Promise<AsyncIterable<RenderEvent> | null> {
  const iterator = events[Symbol.asyncIterator]()
  const first = await iterator.next()
  if (first.done === true) return null
  return (async function* () {
    yield first.value
    yield* { [Symbol.asyncIterator]: () => iterator }
  })()
}
