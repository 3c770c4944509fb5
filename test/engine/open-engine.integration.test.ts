import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { openEngine } from '../../src/engine/open-engine.ts'
import { dataFolder } from '../support/open-farm.ts'

test('what is committed is there when the engine is opened again, and a transaction that throws has done nothing', async () => {
  const folder = join(dataFolder(), 'database')
  // A first start that was killed left this; it is made anew.
  mkdirSync(`${folder}.unfinished/base`, { recursive: true })
  writeFileSync(`${folder}.unfinished/PG_VERSION`, '18')
  const first = await openEngine(`pglite:${folder}`)
  await first.database.query(`insert into framefarm.speeds (name, value) values ('kept', 1)`)
  const work = first.database.transaction(async (session) => {
    await session.query(`insert into framefarm.speeds (name, value) values ('lost', 2)`)
    throw new Error('no')
  })
  await expect(work).rejects.toThrow('no')
  await expect(openEngine(`pglite:${folder}`)).rejects.toMatchObject({ code: 'DATABASE_IN_USE' })
  await first.close()
  const second = await openEngine(`pglite:${folder}`)
  expect(await second.database.query('select name from framefarm.speeds')).toEqual([{ name: 'kept' }])
  await second.close()
})

test('an address that is none, and a server that is not there, are refused', async () => {
  await expect(openEngine('sqlite:x')).rejects.toMatchObject({ code: 'TOOL_SETTING_WRONG' })
  await expect(openEngine('postgres://farm@127.0.0.1:1/none')).rejects.toMatchObject({ code: 'DATABASE_UNAVAILABLE' })
})

test('a folder that holds something else than a database is refused, and its lock is let go', async () => {
  const folder = join(dataFolder(), 'database')
  mkdirSync(folder)
  writeFileSync(join(folder, 'PG_VERSION'), '7')
  await expect(openEngine(`pglite:${folder}`)).rejects.toMatchObject({ code: 'DATABASE_UNAVAILABLE' })
  await expect(openEngine(`pglite:${folder}`)).rejects.toMatchObject({ code: 'DATABASE_UNAVAILABLE' })
})
