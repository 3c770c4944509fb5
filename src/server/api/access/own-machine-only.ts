import type { RequestHandler } from 'express'
import { FramefarmError } from '../../../shared/errors.ts'
import { isOwnHost } from '../../loopback-only.ts'

const readingMethods: ReadonlySet<string> = new Set(['GET', 'HEAD', 'OPTIONS'])

/**
 * For a server without keys: only this machine is answered, and no page of another site can make a browser on it change anything.
 * @throws FORBIDDEN
 */
export const ownMachineOnly: RequestHandler = (request, _response, next) => {
  const { host = '', origin } = request.headers
  if (!isOwnHost(host)) throw new FramefarmError('FORBIDDEN', 'the request is meant for another host')
  const site = request.headers['sec-fetch-site']
  const isForeign = (origin !== undefined && origin !== `http://${host}`) || site === 'cross-site' || site === 'same-site'
  if (isForeign && !readingMethods.has(request.method)) throw new FramefarmError('FORBIDDEN', 'the request comes from a page of another site')
  next()
}
