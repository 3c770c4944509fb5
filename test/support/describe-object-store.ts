import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { buffer, text } from 'node:stream/consumers'
import { setTimeout as sleep } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import type { ObjectStore, StoredObject } from '../../src/storage/objects/object-store.ts'
import { noSignal } from './capture.ts'
import { tempFolder } from './temp-folder.ts'
import { thrownBy } from './thrown-by.ts'

const mediaType = 'video/mp4'
const content = Buffer.alloc(700_000, 'one chunk of film')
const options = { mediaType, signal: noSignal }

/** Names that mean something to a file system, or to nobody. */
const badNames = [
  ['', 'empty'],
  ['..', 'the folder above'],
  ['../outside', 'a path to outside'],
  ['chunks/../../outside', 'a path that climbs out'],
  ['chunks/./a', 'a part that is a dot'],
  ['/etc/outside', 'an absolute path'],
  ['chunks//a', 'an empty part'],
  ['chunks/', 'only a folder'],
  ['chunks/.hidden', 'a hidden file'],
  ['a\0b', 'a NUL'],
  ['a\nb', 'a line break'],
  ['..\\outside', 'a backslash'],
  ['C:\\outside', 'a drive'],
  ['\uD800', 'half a character'],
  ['a'.repeat(256), 'a part of 256 bytes'],
  [Array.from({ length: 9 }, () => 'a'.repeat(120)).join('/'), 'a thousand bytes and more'],
] as const

const goodNames = ['chunks/a.mp4', 'renders/r_1/film (1).mp4', 'films/Ärzte – 雨 🎬.mp4', 'a?b#c%2e%2e&d=+e', 'a'.repeat(255), 'x/CON', "it's [1]*"]

/**
 * What every store of files promises.
 * @param open an empty store, for one test
 */
export function describeObjectStore(kind: string, open: () => Promise<ObjectStore>): void {
  describe(`a store of files: ${kind}`, () => {
    it('gives back what was put into it, and knows its size and when', async () => {
      const store = await open()
      const before = Date.now() - 2000
      await expect(store.put('chunks/a.mp4', await file(content), options)).resolves.toBe('created')
      const found = await store.stat('chunks/a.mp4', noSignal)
      expect(found).toMatchObject({ name: 'chunks/a.mp4', bytes: content.length })
      expect(found?.usedAt.getTime()).toBeGreaterThan(before)
      const target = join(await tempFolder(), 'a.mp4')
      await expect(store.fetch('chunks/a.mp4', target, noSignal)).resolves.toBe(true)
      await expect(readFile(target)).resolves.toEqual(content)
    })

    it('has an empty file like any other', async () => {
      const store = await open()
      await store.put('empty', await file(Buffer.alloc(0)), options)
      await expect(store.stat('empty', noSignal)).resolves.toMatchObject({ bytes: 0 })
      const target = join(await tempFolder(), 'empty')
      await expect(store.fetch('empty', target, noSignal)).resolves.toBe(true)
      await expect(readFile(target)).resolves.toEqual(Buffer.alloc(0))
    })

    it('says of what it does not have that it is not there, and writes nothing', async () => {
      const store = await open()
      const folder = await tempFolder()
      await expect(store.stat('none', noSignal)).resolves.toBeNull()
      await expect(store.fetch('none', join(folder, 'none'), noSignal)).resolves.toBe(false)
      await expect(store.read('none', noSignal)).resolves.toBeNull()
      await expect(store.remove('none', noSignal)).resolves.toBeUndefined()
      await expect(store.touch('none', noSignal)).resolves.toBeUndefined()
      await expect(readdir(folder)).resolves.toEqual([])
    })

    it('leaves what is there with whoever was first', async () => {
      const store = await open()
      await store.put('a', await file('first'), options)
      await expect(store.put('a', await file('second'), options)).resolves.toBe('exists')
      await expect(textOf(store, 'a')).resolves.toBe('first')
    })

    it('lets one of many who write the same name at once be first, and its file whole', async () => {
      const store = await open()
      const writers = Array.from({ length: 8 }, async (_, index) => store.put('a', await file(Buffer.alloc(300_000, String(index))), options))
      const answers = await Promise.all(writers)
      expect(answers.filter((answer) => answer === 'created')).toHaveLength(1)
      const winner = String(answers.indexOf('created'))
      await expect(textOf(store, 'a')).resolves.toBe(winner.repeat(300_000))
    })

    it('replaces what is there where it is told to', async () => {
      const store = await open()
      const replacing = { ...options, replace: true }
      await expect(store.put('a', await file('first'), replacing)).resolves.toBe('created')
      await expect(store.put('a', await file('second'), replacing)).resolves.toBe('created')
      await expect(textOf(store, 'a')).resolves.toBe('second')
    })

    it('leaves the file that was put where it is', async () => {
      const store = await open()
      const path = await file('mine')
      await store.put('a', path, options)
      await expect(readFile(path, 'utf8')).resolves.toBe('mine')
    })

    it('reads parts of a file', async () => {
      const store = await open()
      await store.put('a', await file('0123456789'), options)
      await expect(textOf(store, 'a', { start: 2, end: 4 })).resolves.toBe('234')
      await expect(textOf(store, 'a', { start: 7 })).resolves.toBe('789')
      await expect(textOf(store, 'a', { start: 0, end: 0 })).resolves.toBe('0')
    })

    it('lists what begins with a prefix, and nothing else', async () => {
      const store = await open()
      for (const name of ['renders/r_1/film.mp4', 'renders/r_1/parts/a.vtt', 'renders/r_12/film.mp4', 'chunks/a.mp4']) {
        await store.put(name, await file(name), options)
      }
      await expect(namesIn(store, 'renders/r_1/')).resolves.toEqual(['renders/r_1/film.mp4', 'renders/r_1/parts/a.vtt'])
      await expect(namesIn(store, 'renders/r_1')).resolves.toHaveLength(3)
      await expect(namesIn(store, '')).resolves.toHaveLength(4)
      await expect(namesIn(store, 'none/')).resolves.toEqual([])
      const [chunk] = await listed(store, 'chunks/')
      expect(chunk).toMatchObject({ name: 'chunks/a.mp4', bytes: 'chunks/a.mp4'.length })
    })

    it('lists more than fits on one page', async () => {
      const store = await open()
      const names = Array.from({ length: 23 }, (_, index) => `many/${String(index).padStart(2, '0')}`)
      await Promise.all(names.map(async (name) => store.put(name, await file(name), options)))
      await expect(namesIn(store, 'many/')).resolves.toEqual(names)
    })

    it('removes a file, and nothing beside it', async () => {
      const store = await open()
      for (const name of ['renders/r_1/film.mp4', 'renders/r_1/film.mp4.txt', 'renders/r_2/film.mp4']) await store.put(name, await file('a'), options)
      await store.remove('renders/r_1/film.mp4', noSignal)
      await expect(namesIn(store, '')).resolves.toEqual(['renders/r_1/film.mp4.txt', 'renders/r_2/film.mp4'])
      await expect(store.put('renders/r_1/film.mp4', await file('again'), options)).resolves.toBe('created')
    })

    it('begins the lifetime of a file anew where it is said to be in use', async () => {
      const store = await open()
      await store.put('a', await file('a'), options)
      const before = (await store.stat('a', noSignal))?.usedAt.getTime() ?? 0
      await new Promise((resolve) => setTimeout(resolve, 20))
      await store.touch('a', noSignal)
      expect((await store.stat('a', noSignal))?.usedAt.getTime()).toBeGreaterThan(before)
      await expect(textOf(store, 'a')).resolves.toBe('a')
    })

    it.each(badNames.map(([name, what]) => [what, name] as const))('refuses a name that is %s', async (_what, name) => {
      const store = await open()
      const path = await file('a')
      const calls = [
        () => store.put(name, path, options),
        () => store.stat(name, noSignal),
        () => store.fetch(name, join(path, '../fetched'), noSignal),
        () => store.read(name, noSignal),
        () => store.touch(name, noSignal),
        () => store.remove(name, noSignal),
      ]
      for (const call of calls) expect((await thrownBy(call())).code).toBe('OBJECT_NAME_WRONG')
      await expect(namesIn(store, '')).resolves.toEqual([])
    })

    it.each(goodNames)('takes %s for a name', async (name) => {
      const store = await open()
      await store.put(name, await file(name), options)
      await expect(textOf(store, name)).resolves.toBe(name)
      await expect(namesIn(store, '')).resolves.toEqual([name])
      await store.remove(name, noSignal)
      await expect(store.stat(name, noSignal)).resolves.toBeNull()
    })

    it('stops when it is told to, and leaves nothing half done', async () => {
      const store = await open()
      await store.put('a', await file(content), options)
      const folder = await tempFolder()
      const path = await file(content)
      const signal = AbortSignal.abort()
      const calls = [
        () => store.put('b', path, { mediaType, signal }),
        () => store.fetch('a', join(folder, 'a'), signal),
        () => store.stat('a', signal),
        () => store.remove('a', signal),
      ]
      for (const call of calls) expect((await thrownBy(call())).code).toBe('CANCELLED')
      await expect(namesIn(store, '')).resolves.toEqual(['a'])
      await expect(readdir(folder)).resolves.toEqual([])
    })

    it.each([
      ['when it is asked', (stop: () => void) => stop()],
      ['a moment later', (stop: () => void) => void setImmediate(stop)],
      ['a millisecond later', (stop: () => void) => void setTimeout(stop, 1)],
    ])('lets go of a file that nobody wants to read any more %s, and nothing else ends with it', async (_when, later) => {
      const store = await open()
      await store.put('a', await file(content), options)
      const stopping = new AbortController()
      const asked = store.read('a', stopping.signal)
      later(() => stopping.abort())
      // It was refused, or is a stream that was left alone for a while.
      const body = await asked.catch(() => null)
      await sleep(20)
      if (body) await expect(text(body)).rejects.toThrow()
      await expect(textOf(store, 'a')).resolves.toBe(content.toString())
    })

    it('says so where a file cannot be written here, and blames no store', async () => {
      const store = await open()
      await store.put('a', await file('a'), options)
      const blocked = join(await tempFolder(), 'missing', 'a')
      expect((await thrownBy(store.fetch('a', blocked, noSignal))).code).toBe('OUTPUT_UNWRITABLE')
    })

    it('replaces a file that lies where it fetches to, at once', async () => {
      const store = await open()
      await store.put('a', await file('new'), options)
      const folder = await tempFolder()
      await writeFile(join(folder, 'a'), 'an older one that is longer')
      await store.fetch('a', join(folder, 'a'), noSignal)
      await expect(readFile(join(folder, 'a'), 'utf8')).resolves.toBe('new')
      await expect(readdir(folder)).resolves.toEqual(['a'])
    })
  })
}

async function file(bytes: Buffer | string): Promise<string> {
  const folder = join(await tempFolder(), 'in')
  await mkdir(folder)
  const path = join(folder, 'file')
  await writeFile(path, bytes)
  return path
}

async function textOf(store: ObjectStore, name: string, range?: { readonly start: number; readonly end?: number }): Promise<string | null> {
  const body = await store.read(name, noSignal, range)
  return body && (range ? text(body) : (await buffer(body)).toString())
}

export async function listed(store: ObjectStore, prefix: string): Promise<readonly StoredObject[]> {
  const found: StoredObject[] = []
  for await (const object of store.list(prefix, noSignal)) found.push(object)
  return found
}

async function namesIn(store: ObjectStore, prefix: string): Promise<readonly string[]> {
  return (await listed(store, prefix)).map(({ name }) => name).toSorted()
}
