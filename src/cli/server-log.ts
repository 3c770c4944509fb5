import pino, { type Logger } from 'pino'

const standardError = 2

/** Lines of JSON on standard error, each written before the next thing happens. */
export function serverLog(level: string): Logger {
  return pino({ level }, pino.destination({ fd: standardError, sync: true }))
}
