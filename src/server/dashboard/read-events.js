/** @import { RenderEvent } from '../../api/render-event.ts' */

/**
 * Server-sent events over fetch: EventSource cannot send an API key.
 * @param {ReadableStream<Uint8Array> | null} body
 * @returns {AsyncGenerator<RenderEvent>}
 */
export async function* readEvents(body) {
  if (!body) return
  const reader = body.getReader()
  const decoder = new TextDecoder()
  let rest = ''
  for (;;) {
    const { done, value } = await reader.read()
    if (done) return
    const blocks = (rest + decoder.decode(value, { stream: true })).split(/\r?\n\r?\n/)
    rest = blocks.pop() ?? ''
    for (const block of blocks) {
      const data = block
        .split(/\r?\n/)
        .filter((line) => line.startsWith('data:'))
        .map((line) => line.slice('data:'.length).trimStart())
      if (data.length > 0) yield JSON.parse(data.join('\n'))
    }
  }
}
