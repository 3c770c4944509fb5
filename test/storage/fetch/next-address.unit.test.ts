import { describe, expect, it } from 'vitest'
import { nextAddress } from '../../../src/storage/fetch/next-address.ts'

const from = new URL('https://a.example/photos/1')
const answer = (location: string, statusCode = 302) => ({ statusCode, headers: { location } })

describe('nextAddress', () => {
  it('takes a relative address from where it was said', () => {
    expect(nextAddress(answer('2?x#y'), from, 'photo')?.href).toBe('https://a.example/photos/2?x#y')
  })

  it.each([
    ['an answer that is none', { statusCode: 200, headers: { location: '/2' } }],
    ['one that says not where', { statusCode: 302, headers: {} }],
    ['one to what is no address', answer('http://[')],
  ])('goes nowhere from %s', (_what, answered) => {
    expect(nextAddress(answered, from, 'photo')).toBeNull()
  })

  it('never goes from https back to http', () => {
    expect(() => nextAddress(answer('http://a.example/photos/1'), from, 'photo')).toThrow(
      'photo could not be downloaded: it redirects from https to http',
    )
    expect(nextAddress(answer('https://a.example/'), new URL('http://a.example/'), 'photo')?.protocol).toBe('https:')
  })

  it.each(['file:///etc/passwd', 'gs://bucket/object', 'gopher://a.example/', 'data:image/png;base64,AAAA'])('never goes to %s', (location) => {
    expect(() => nextAddress(answer(location), from, 'photo')).toThrow(
      expect.objectContaining({ code: 'ASSET_REFUSED', message: 'photo may not be used: it redirects to what is no web address' }),
    )
  })
})
