export type ServerEvent = {
  /** null where the event has none. */
  readonly id: string | null
  readonly event: string
  readonly data: string
}

export type ServerEventReader = {
  /** Told of every byte, comments included: the connection lives. */
  readonly onSign?: () => void
  /** The server's wish for how long to wait before connecting again. */
  readonly onRetry?: (ms: number) => void
}

/** The events of a text/event-stream, as the HTML standard has it. Ends when the stream ends; an event cut off is not given. */
export async function* readServerEvents(body: ReadableStream<Uint8Array>, { onSign, onRetry }: ServerEventReader = {}): AsyncGenerator<ServerEvent> {
  const fields = new Map<string, string>()
  for await (const line of linesOf(body, onSign)) {
    if (line === '') {
      const data = fields.get('data')
      if (data !== undefined) yield { id: fields.get('id') ?? null, event: fields.get('event') ?? 'message', data }
      fields.clear()
      continue
    }
    const [, name = '', value = ''] = /^([^:]*):? ?(.*)$/s.exec(line) ?? []
    if (name === 'data' && fields.has('data')) fields.set('data', `${fields.get('data')}\n${value}`)
    else if (name === 'retry' && /^\d+$/.test(value)) onRetry?.(Number(value))
    else if (name !== '') fields.set(name, value)
  }
}

async function* linesOf(body: ReadableStream<Uint8Array>, onSign: (() => void) | undefined): AsyncGenerator<string> {
  const decoder = new TextDecoder()
  const reader = body.getReader()
  let rest = ''
  try {
    for (;;) {
      const { done, value } = await reader.read()
      if (done) return
      onSign?.()
      // A carriage return at the end may be half of a line's end: it waits for what follows.
      const lines = (rest + decoder.decode(value, { stream: true })).split(/\r\n|\n|\r(?!$)/)
      rest = lines.pop() ?? ''
      yield* lines
    }
  } finally {
    await reader.cancel().catch(() => undefined)
  }
}
