import type { Readable } from 'node:stream'

/**
 * A stream that may break off before anybody reads it: a read that is cancelled while its file is being opened.
 * An error that nobody hears would end the process; who reads it then is told of it all the same.
 */
export function leftAlone<T extends Readable>(stream: T): T {
  return stream.on('error', () => undefined)
}
