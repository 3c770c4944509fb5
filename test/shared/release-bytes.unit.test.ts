import { describe, expect, it } from 'vitest'
import { releaseBytes } from '../../src/shared/release-bytes.ts'

describe('bytes that nobody needs any more', () => {
  it.each([
    ['read from base64', Buffer.from(Buffer.alloc(300_000, 7).toString('base64'), 'base64')],
    ['allocated', Buffer.allocUnsafe(300_000)],
    ['a part of a larger buffer, from its beginning', new Uint8Array(new ArrayBuffer(300_064), 0, 300_000)],
  ])('are gone at once: %s', (_how, bytes) => {
    releaseBytes(bytes)
    expect(bytes.length).toBe(0)
  })

  it('stay where they lie among others, and where other threads see them', () => {
    const small = Buffer.from('small ones share a buffer')
    const later = new Uint8Array(new ArrayBuffer(300_000), 100)
    const shared = new Uint8Array(new SharedArrayBuffer(300_000))
    for (const bytes of [small, later, shared]) releaseBytes(bytes)
    expect([small.toString(), later.length, shared.length]).toEqual(['small ones share a buffer', 299_900, 300_000])
  })
})
