import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { checkFilmWhole } from '../../src/farm/check-film-whole.ts'
import { readFilm } from '../../src/film/read-film.ts'
import { trustingPolicy } from '../../src/storage/fetch/asset-policy.ts'
import { noSignal } from '../support/capture.ts'
import { tempFolder } from '../support/temp-folder.ts'

const samples = join(import.meta.dirname, '../../samples')
const films = readdirSync(samples).filter((name) => name.endsWith('.json'))

describe('the sample films', () => {
  it.each(films)('%s is valid, with everything that it refers to', async (name) => {
    const plan = await checkFilmWhole(await readFilm(join(samples, name)), { folder: await tempFolder(), policy: trustingPolicy }, noSignal)
    expect(plan.frames).toBeGreaterThan(0)
    expect(plan.warnings).toEqual([])
  })
})
