import { vi } from 'vitest'
import { serve } from './loopback.ts'
import { tempFolder } from './temp-folder.ts'

export type MetadataServer = {
  /** For which audiences tokens were asked, in order. */
  readonly audiences: string[]
  /** How long the next tokens are good for. */
  lifeSeconds: number
}

/** What a machine of Google Cloud asks for tokens of its service account, here for one test. Each token is another one, and names its audience. */
export async function metadataServer(): Promise<MetadataServer> {
  const server: MetadataServer = { audiences: [], lifeSeconds: 3600 }
  const address = await serve((request, response) => {
    response.setHeader('metadata-flavor', 'Google')
    const url = new URL(request.url ?? '', 'http://metadata')
    const audience = url.searchParams.get('audience')
    if (request.headers['metadata-flavor'] !== 'Google') response.writeHead(403).end()
    else if (url.pathname === '/computeMetadata/v1/instance') response.end('{}')
    else if (url.pathname === '/computeMetadata/v1/instance/service-accounts/default/identity' && audience !== null) {
      server.audiences.push(audience)
      response.end(tokenFor(audience, server))
    } else response.writeHead(404).end()
  })
  vi.stubEnv('GCE_METADATA_HOST', new URL(address).host)
  // Whoever runs the tests may have credentials of their own.
  vi.stubEnv('GOOGLE_APPLICATION_CREDENTIALS', '')
  vi.stubEnv('HOME', await tempFolder())
  return server
}

function tokenFor(audience: string, { audiences, lifeSeconds }: MetadataServer): string {
  const payload = { aud: audience, exp: Math.floor(Date.now() / 1000) + lifeSeconds, jti: audiences.length }
  return [{ alg: 'RS256' }, payload, 'signature'].map((part) => Buffer.from(JSON.stringify(part)).toString('base64url')).join('.')
}

/** What a token says of itself. */
export function claimsOf(authorization: string): { readonly aud: string; readonly jti: number } {
  return JSON.parse(Buffer.from(authorization.split('.')[1] ?? '', 'base64url').toString()) as { readonly aud: string; readonly jti: number }
}
