import { randomUUID } from 'node:crypto'
import { STATUS_CODES } from 'node:http'
import type { Duplex } from 'node:stream'
import { FramefarmError, hasSystemCode } from '../../shared/errors.ts'
import { problemOf } from './problem-of.ts'

/** Answers what is no HTTP, or comes too slowly: there is no request yet that express could answer. */
export function answerBrokenRequest(error: Error, socket: Duplex): void {
  if (!socket.writable || hasSystemCode(error, 'ECONNRESET')) {
    socket.destroy()
    return
  }
  const isSlow = hasSystemCode(error, 'ERR_HTTP_REQUEST_TIMEOUT')
  const told = isSlow
    ? new FramefarmError('REQUEST_TIMEOUT', 'the request has not arrived in time')
    : new FramefarmError('REQUEST_MALFORMED', hasSystemCode(error, 'HPE_HEADER_OVERFLOW') ? 'the headers are too large' : 'this is no HTTP request')
  const { problem } = problemOf(told, randomUUID())
  const body = JSON.stringify(problem)
  const head = [
    `HTTP/1.1 ${problem.status} ${STATUS_CODES[problem.status]}`,
    'Content-Type: application/problem+json',
    `Content-Length: ${Buffer.byteLength(body)}`,
    'Connection: close',
  ]
  socket.end(`${head.join('\r\n')}\r\n\r\n${body}`)
}
