import type { Request, Response } from 'express'

/** How long a client that still sends is listened to, and how much is thrown away meanwhile. */
const lingerMs = 1000
const mostLingerBytes = 4_000_000

/**
 * Answers a request whose body is not wanted, and ends its connection. Closing at once would make the client's system throw away the answer
 * together with what it still sends; reading to the end could take for ever.
 */
export function endAfterRefusal(request: Request, response: Response, text: string): void {
  response.set('Connection', 'close')
  response.write(text)
  let bytes = 0
  const end = () => {
    clearTimeout(timer)
    request.pause()
    response.end()
  }
  const timer = setTimeout(end, lingerMs)
  request.on('data', (part: Buffer) => {
    bytes += part.length
    if (bytes > mostLingerBytes) end()
  })
  request.once('end', end)
  request.once('error', end)
  response.once('close', () => clearTimeout(timer))
  request.resume()
}
