import { readdir, readFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { describe, expect, it } from 'vitest'

const root = join(import.meta.dirname, '../..')

describe('docs/security.md', () => {
  it('names a guard that is there and a test that is there for every threat', async () => {
    const rows = (await readFile(join(root, 'docs/security.md'), 'utf8')).split('\n').filter((line) => /^\| [^-]/.test(line))
    const threats = rows.slice(rows.findIndex((line) => line.includes('| guard')) + 1)
    expect(threats.length).toBeGreaterThan(15)
    const files = (folder: string) => readdir(join(root, folder), { recursive: true })
    const [tests, sources] = [await files('test'), (await files('src')).map((path) => basename(path))]
    for (const row of threats) {
      const [, , guard = '', named = ''] = row.split('|')
      const namesOf = (text: string) => [...text.matchAll(/`([^`]+)`/g)].map(([, name]) => name ?? '')
      expect(sources).toEqual(expect.arrayContaining(namesOf(guard)))
      expect({ row, tests: namesOf(named).length }).not.toEqual({ row, tests: 0 })
      const absent = namesOf(named).filter((name) => !tests.some((path) => basename(path).startsWith(`${name}.`)))
      expect(absent).toEqual([])
    }
  })
})
