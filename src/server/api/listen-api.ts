import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { FramefarmError, hasSystemCode, messageOf } from '../../shared/errors.ts'
import type { Api } from './api-app.ts'
import { answerBrokenRequest } from './answer-broken-request.ts'

/** A running server. Giving it back stops it as `close` does. */
export type ListeningApi = AsyncDisposable & {
  readonly url: string
  readonly port: number
  /** New work is refused from now on (503 with Retry-After), and the server counts as not ready. */
  readonly drain: () => void
  /** Drains, waits for open answers up to `stopSeconds`, then ends every connection. */
  readonly close: () => Promise<void>
}

/** Longer than the usual load balancer waits: it is to be the one that closes. */
const keepAliveMs = 65_000
const checkEachMs = 1000
/** Connections that wait to be taken, as far as the system lets them: one too many would be silent for seconds, not refused. */
const backlog = 4096
const closeIdleMs = 50

/**
 * Listens for requests. A server without keys listens where only this machine can reach, whatever `host` says.
 * @param place.port 0 for any that is free
 * @throws USAGE when the port cannot be had
 */
export async function listenApi(api: Api, place: { readonly host: string; readonly port: number }): Promise<ListeningApi> {
  const { app, stopping, settings } = api
  const server = createServer(
    {
      headersTimeout: settings.headersTimeoutSeconds * 1000,
      requestTimeout: settings.requestTimeoutSeconds * 1000,
      keepAliveTimeout: keepAliveMs,
      connectionsCheckingInterval: checkEachMs,
    },
    app,
  )
  // Whoever asks before sending a large body is told to go on only when it is wanted (call-route.ts).
  server.on('checkContinue', app)
  server.on('clientError', answerBrokenRequest)
  await listening(server, { port: place.port, host: api.isForOwnMachine ? '127.0.0.1' : place.host })
  const { port, address, family } = server.address() as AddressInfo
  const url = `http://${family === 'IPv6' ? `[${address}]` : address}:${port}`
  const close = closing(server, api)
  api.log.info({ url }, api.isForOwnMachine ? 'listening for this machine only: there are no API keys' : 'listening')
  return {
    url,
    port,
    drain: () => stopping.drain(),
    close,
    [Symbol.asyncDispose]: close,
  }
}

async function listening(server: Server, { host, port }: { readonly host: string; readonly port: number }): Promise<void> {
  try {
    server.listen({ port, host, backlog })
    await once(server, 'listening')
  } catch (cause) {
    const reason = hasSystemCode(cause, 'EADDRINUSE') ? 'is in use by another program' : `cannot be listened on: ${messageOf(cause)}`
    throw new FramefarmError('USAGE', `port ${port} of ${host} ${reason}`, {
      hint: 'give another with --port, or --port 0 for any that is free',
      cause,
    })
  }
}

/** The same end for all who ask for it. */
function closing(server: Server, { stopping, settings }: Api): () => Promise<void> {
  let closed: Promise<void> | null = null
  const close = async () => {
    const ended = once(server, 'close')
    // Ends event streams; whoever follows one connects again, elsewhere or after the restart.
    stopping.end()
    server.close()
    server.closeIdleConnections()
    const limit = setTimeout(() => server.closeAllConnections(), settings.stopSeconds * 1000)
    // Those whose last answer has been given meanwhile.
    const idle = setInterval(() => server.closeIdleConnections(), closeIdleMs)
    await ended
    clearTimeout(limit)
    clearInterval(idle)
  }
  return () => (closed ??= close())
}
