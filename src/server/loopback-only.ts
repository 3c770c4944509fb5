import type { RequestHandler } from 'express'

/** The port is not looked at: a tunnel from another machine ends in another one. */
const ownHost = /^(127\.0\.0\.1|localhost)(:\d+)?$/i

/**
 * Refuses requests that were meant for another host. A web page of anywhere can have its own name point to 127.0.0.1
 * (DNS rebinding) and would then count as the same origin; the Host header still has that name.
 */
export const loopbackOnly: RequestHandler = (request, response, next) => {
  if (isOwnHost(request.headers.host ?? '')) next()
  else response.status(403).type('text/plain').send('forbidden\n')
}

/** Whether a Host header names this machine's loopback address. */
export function isOwnHost(host: string): boolean {
  return ownHost.test(host)
}
