import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { usualLimits } from '../../src/regression/film/film-limits.ts'

it('docs/frames.md has every limit of whole films as it is', async () => {
  const text = await readFile(join(import.meta.dirname, '../../docs/frames.md'), 'utf8')
  const told = [...text.matchAll(/^\| `--([a-z-]+)` +\| +([\d.]+) \|/gm)].map(([, option = '', value]) => [option, Number(value)])
  const known = Object.entries(usualLimits).map(([name, value]) => [name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`), value])
  expect(Object.fromEntries(told)).toEqual(Object.fromEntries(known))
})
