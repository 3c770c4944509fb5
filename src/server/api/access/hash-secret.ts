import { createHash, randomBytes, timingSafeEqual } from 'node:crypto'

const secretBytes = 32

/** A new secret: 256 random bits. @param prefix says what it is for, where it is found */
export function newSecret(prefix: string): string {
  return `${prefix}${randomBytes(secretBytes).toString('base64url')}`
}

/** What is kept of a secret. SHA-256 without salt or stretching is right for random bits: there is no word list to try. */
export function hashSecret(secret: string): string {
  return createHash('sha256').update(secret).digest('hex')
}

/** Compares two hashes in a time that tells nothing about where they differ. */
export function isSameHash(one: string, other: string): boolean {
  const [a, b] = [Buffer.from(one, 'hex'), Buffer.from(other, 'hex')]
  return a.length === b.length && timingSafeEqual(a, b)
}
