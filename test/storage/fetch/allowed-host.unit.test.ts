import { describe, expect, it } from 'vitest'
import { isAllowedHost, parseAllowedHost } from '../../../src/storage/fetch/allowed-host.ts'

const isAllowed = (entry: string, target: { hostname?: string; address?: string; port?: number }) => {
  const parsed = parseAllowedHost(entry)
  if (!parsed) throw new Error(`${entry} is no entry`)
  return isAllowedHost([parsed], { hostname: 'photos.example', address: '10.1.2.3', port: 80, ...target })
}

describe('a list of allowed hosts', () => {
  it.each([
    ['photos.example', {}, true],
    ['Photos.Example:80', {}, true],
    ['photos.example:81', {}, false],
    ['example', {}, false],
    ['10.1.2.3', {}, true],
    ['10.1.0.0/16', {}, true],
    ['10.1.0.0/16:8080', {}, false],
    ['10.2.0.0/16', {}, false],
    ['127.0.0.1:4567', { hostname: 'localhost', address: '127.0.0.1', port: 4567 }, true],
    ['[::1]:4567', { hostname: '::1', address: '::1', port: 4567 }, true],
    ['[fd00::]/8', { address: 'fd12::1' }, true],
    ['0.0.0.0/0', { address: '::1' }, false],
  ])('%s about %o: %s', (entry, target, expected) => {
    expect(isAllowed(entry, target)).toBe(expected)
  })

  it.each([
    '',
    '*',
    'http://a.example',
    'a b',
    '10.0.0.0/33',
    '[::1',
    '::1',
    '[a.example]',
    'a.example/8',
    'a.example:0',
    'a.example:65536',
    'a.example/path',
    '-',
    '127.1/8',
  ])('does not take %o for an entry', (text) => {
    expect(parseAllowedHost(text)).toBeNull()
  })
})
