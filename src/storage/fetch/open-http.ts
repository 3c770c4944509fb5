import http, { type IncomingMessage } from 'node:http'
import https from 'node:https'
import type { LookupAddress } from 'node:dns'
import type { Duplex, Readable } from 'node:stream'
import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib'
import type { Source } from '../../film/film.ts'
import { refusedMediaType, type AssetKind } from './asset-kinds.ts'
import type { AssetPolicy } from './asset-policy.ts'
import { nextAddress } from './next-address.ts'
import { pinnedTo } from './pinned-to.ts'
import { unavailable } from './refusal.ts'
import { allowedAddresses, type ResolveHost } from './resolve-host.ts'

const maxRedirects = 5

/** A body as it comes, and what it goes through on its way. */
export type BodyStreams = { readonly body: Readable; readonly decoders: readonly Duplex[] }

type HttpOrder = {
  readonly text: string
  readonly kind: AssetKind
  readonly policy: AssetPolicy
  readonly resolveHost: ResolveHost
  readonly signal: AbortSignal
}

/**
 * The body at a web address. Redirects are followed one by one, each checked like the first address.
 * @throws ASSET_REFUSED, ASSET_UNAVAILABLE, or what node:http says
 */
export async function openHttp({ text, url: first }: Source, wishes: Omit<HttpOrder, 'text'>): Promise<BodyStreams> {
  const order = { ...wishes, text }
  let url = first
  for (let redirect = 0; redirect <= maxRedirects; redirect++) {
    const addresses = await allowedAddresses(url, order)
    const response = await answerOf(url, addresses, order)
    const next = nextOrClosed(response, url, text)
    if (next === null) return bodyOf(response, order)
    response.destroy()
    url = next
  }
  throw unavailable(text, `it redirects more than ${maxRedirects} times`)
}

/** Connects to the addresses given and to no other, whatever the name means by now. */
async function answerOf(url: URL, addresses: readonly LookupAddress[], { text, policy, signal }: HttpOrder): Promise<IncomingMessage> {
  const { promise, resolve, reject } = Promise.withResolvers<IncomingMessage>()
  const { get } = url.protocol === 'https:' ? https : http
  const { idleMs } = policy.limits
  const request = get(
    url,
    {
      // One connection for one answer: a pool would be keyed by the name, not by the address that was checked.
      agent: false,
      lookup: pinnedTo(addresses),
      headers: { accept: '*/*', 'accept-encoding': 'identity', 'user-agent': 'framefarm' },
      signal,
      timeout: idleMs,
    },
    (response) => {
      // From here on the body's own limit counts.
      request.setTimeout(0)
      resolve(response)
    },
  )
  request.on('timeout', () => request.destroy(unavailable(text, `nothing came for ${idleMs / 1000} s`)))
  request.on('error', reject)
  return promise
}

function nextOrClosed(response: IncomingMessage, url: URL, text: string): URL | null {
  try {
    return nextAddress(response, url, text)
  } catch (error) {
    response.destroy()
    throw error
  }
}

function bodyOf(response: IncomingMessage, order: HttpOrder): BodyStreams {
  const fault = faultOfAnswer(response, order)
  const decoder = decoders.get(encodingOf(response))
  if (fault === null && decoder) return { body: response, decoders: decoder() }
  response.destroy()
  throw unavailable(order.text, fault ?? 'it is compressed in a way that was not asked for')
}

/** What is wrong with an answer before any of its body has come. */
function faultOfAnswer({ statusCode = 0, headers }: IncomingMessage, { kind, policy }: HttpOrder): string | null {
  const { maxBytes } = policy.limits
  if (statusCode < 200 || statusCode > 299) return `the server answered ${statusCode}`
  if (Number(headers['content-length'] ?? 0) > maxBytes) return `it is larger than ${maxBytes / 1e6} MB`
  const refused = policy.mediaTypes === 'any' ? null : refusedMediaType(headers['content-type'], kind)
  return refused === null ? null : `the server says that it is ${refused}, not ${kind}`
}

function encodingOf({ headers }: IncomingMessage): string {
  return headers['content-encoding']?.toLowerCase() ?? 'identity'
}

/** Some servers compress what was asked for plain. */
const decoders: ReadonlyMap<string, () => readonly Duplex[]> = new Map([
  ['identity', () => []],
  ['gzip', () => [createGunzip()]],
  ['x-gzip', () => [createGunzip()]],
  ['deflate', () => [createInflate()]],
  ['br', () => [createBrotliDecompress()]],
])
