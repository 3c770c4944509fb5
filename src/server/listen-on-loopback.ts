import { once } from 'node:events'
import { createServer, type RequestListener, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { FramefarmError, hasSystemCode, messageOf } from '../shared/errors.ts'

export type Listening = AsyncDisposable & { readonly port: number }

/**
 * Listens where only this machine can reach. Giving it back ends every connection.
 * @param port 0 for any that is free
 * @throws USAGE when the port cannot be had
 */
export async function listenOnLoopback(answer: RequestListener, port: number): Promise<Listening> {
  const server = createServer(answer)
  try {
    server.listen(port, '127.0.0.1')
    await once(server, 'listening')
  } catch (cause) {
    const reason = hasSystemCode(cause, 'EADDRINUSE') ? 'is in use by another program' : `cannot be listened on: ${messageOf(cause)}`
    throw new FramefarmError('USAGE', `port ${port} ${reason}`, { hint: 'give another with --port, or --port 0 for any that is free', cause })
  }
  return { port: (server.address() as AddressInfo).port, [Symbol.asyncDispose]: () => close(server) }
}

async function close(server: Server): Promise<void> {
  const closed = once(server, 'close')
  server.close()
  // Event streams would stay open for ever.
  server.closeAllConnections()
  await closed
}
