import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { hashOf, hashOfBytes, hashOfFile } from '../../src/shared/hash.ts'
import { tempFolder } from '../support/temp-folder.ts'

describe('hashOf', () => {
  it('is the same whatever the order of keys, at any depth', () => {
    expect(hashOf({ a: 1, b: { c: [{ x: 1, y: 2 }], d: 2 } })).toBe(hashOf({ b: { d: 2, c: [{ y: 2, x: 1 }] }, a: 1 }))
  })

  it('takes a field that is undefined for one that is absent', () => {
    expect(hashOf({ a: 1, b: undefined })).toBe(hashOf({ a: 1 }))
  })

  it.each([
    [{ a: 1 }, { a: 2 }],
    [{ a: 1 }, { b: 1 }],
    [{ a: 1 }, { a: '1' }],
    [{ a: null }, {}],
    [
      [1, 2],
      [2, 1],
    ],
    [
      [1, [2]],
      [[1], 2],
    ],
    ['a', ['a']],
    [{}, []],
    [
      { a: { b: 1 }, c: {} },
      { a: {}, c: { b: 1 } },
    ],
    ['ä', 'a'],
  ])('tells %j from %j', (one, other) => {
    expect(hashOf(one)).not.toBe(hashOf(other))
  })

  it('does not lose a key named __proto__, which a film may have in its props', () => {
    expect(hashOf(JSON.parse('{"__proto__": {"a": 1}}'))).not.toBe(hashOf({}))
  })

  it('stays as it is over versions: it names chunks that lie on disks', () => {
    expect(hashOf({ b: [1, 'x', null], a: true })).toBe(hashOfBytes(Buffer.from('{"a":true,"b":[1,"x",null]}')))
  })
})

describe('hashOfFile', () => {
  it.each([0, 1, 65_536, 1_000_003])('is that of the bytes, for a file of %i', async (bytes) => {
    const path = join(await tempFolder(), 'file')
    const content = Buffer.alloc(bytes, 'framefarm')
    await writeFile(path, content)
    await expect(hashOfFile(path)).resolves.toBe(hashOfBytes(content))
  })

  it('is the known SHA-256', async () => {
    const path = join(await tempFolder(), 'file')
    await writeFile(path, 'abc')
    await expect(hashOfFile(path)).resolves.toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad')
  })

  it('throws for a file that is not there', async () => {
    await expect(hashOfFile(join(await tempFolder(), 'none'))).rejects.toMatchObject({ code: 'ENOENT' })
  })
})
