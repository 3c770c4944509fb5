export type WebhookOptions = {
  /** How far the time of a delivery may lie from now; 300 s, as the standard advises, where absent. */
  readonly toleranceSeconds?: number | undefined
  readonly now?: Date | undefined
}

/** A delivery that is not from the farm, or too old, or changed on the way: answer 401 and look no further. */
export class WebhookVerificationError extends Error {
  override readonly name = 'WebhookVerificationError'
}

type HeaderBag = Headers | Readonly<Record<string, string | readonly string[] | undefined>>

/**
 * Checks that a webhook was signed with the secret and is recent (Standard Webhooks 1.0).
 * @param body exactly as it was received: parsed and written again it has another signature
 * @param secret `whsec_...`; several while one follows another
 * @returns the body, parsed
 * @throws WebhookVerificationError
 */
export async function verifyWebhook<T = unknown>(
  headers: HeaderBag,
  body: string | Uint8Array,
  secret: string | readonly string[],
  options: WebhookOptions = {},
): Promise<T> {
  const [id, timestamp, signatures] = ['webhook-id', 'webhook-timestamp', 'webhook-signature'].map((name) => headerOf(headers, name))
  if (!id || !timestamp || !signatures) throw new WebhookVerificationError('webhook-id, webhook-timestamp or webhook-signature is missing')
  checkTime(timestamp, options)
  const text = typeof body === 'string' ? body : new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(body)
  const signed = new TextEncoder().encode(`${id}.${timestamp}.${text}`)
  const given = signatures
    .split(' ')
    .filter((entry) => entry.startsWith('v1,'))
    .flatMap((entry) => bytesOf(entry.slice(3)) ?? [])
  for (const one of typeof secret === 'string' ? [secret] : secret) {
    const key = await keyOf(one)
    // `verify` compares in constant time.
    for (const signature of given) if (await crypto.subtle.verify('HMAC', key, signature, signed)) return JSON.parse(text) as T
  }
  throw new WebhookVerificationError('no signature matches')
}

function checkTime(timestamp: string, { toleranceSeconds = 300, now = new Date() }: WebhookOptions): void {
  const awaySeconds = Math.abs(now.getTime() / 1000 - Number(/^\d+$/.test(timestamp) ? timestamp : Number.NaN))
  if (!(awaySeconds <= toleranceSeconds)) throw new WebhookVerificationError('webhook-timestamp is not of now')
}

async function keyOf(secret: string) {
  const bytes = bytesOf(secret.replace(/^whsec_/, ''))
  if (!bytes || bytes.length === 0) throw new TypeError('a webhook secret is whsec_ and base64')
  return crypto.subtle.importKey('raw', bytes, { name: 'HMAC', hash: 'SHA-256' }, false, ['verify'])
}

/** null where the text is not base64. */
function bytesOf(base64: string): Uint8Array<ArrayBuffer> | null {
  try {
    return Uint8Array.from(atob(base64), (character) => character.charCodeAt(0))
  } catch {
    return null
  }
}

function headerOf(headers: HeaderBag, name: string): string | null {
  if (headers instanceof Headers) return headers.get(name)
  const value = Object.entries(headers).find(([key]) => key.toLowerCase() === name)?.[1]
  return typeof value === 'string' ? value : (value?.[0] ?? null)
}
