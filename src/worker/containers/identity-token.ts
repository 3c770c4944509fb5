import { FramefarmError, messageOf } from '../../shared/errors.ts'

/**
 * What lets this machine in at a Cloud Run service: an identity token of its own service account, for that service alone.
 * The library keeps it until shortly before it expires.
 * @returns for an address, its Authorization header
 */
export function identityTokens(): (address: URL) => Promise<string> {
  const clients = new Map<string, Promise<{ readonly getRequestHeaders: (url: string) => Promise<Headers> }>>()
  return async (address) => {
    const { origin } = address
    try {
      const client = await (clients.get(origin) ?? keep(clients, origin, openClient(origin)))
      const authorization = (await client.getRequestHeaders(origin)).get('authorization')
      if (authorization === null) throw new Error('there is no token in the answer')
      return authorization
    } catch (cause) {
      clients.delete(origin)
      throw new FramefarmError('WORKER_LOST', `no identity token for ${origin} could be had: ${messageOf(cause)}`, {
        cause,
        hint: 'Identity tokens need a service account: on Google Cloud its own, elsewhere GOOGLE_APPLICATION_CREDENTIALS.',
      })
    }
  }
}

async function openClient(audience: string) {
  // Loaded only where it is used.
  const { GoogleAuth } = await import('google-auth-library')
  return new GoogleAuth().getIdTokenClient(audience)
}

function keep<T>(all: Map<string, Promise<T>>, name: string, made: Promise<T>): Promise<T> {
  all.set(name, made)
  return made
}
