import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Database } from './database.ts'

const folder = join(import.meta.dirname, 'migrations')

/** Any number that nobody else on the same server locks. */
const lockNumber = 7_264_831

/** Brings the tables to where this version wants them: each numbered file once, whole or not at all. */
export async function migrate(database: Database): Promise<void> {
  const names = (await readdir(folder)).filter((name) => name.endsWith('.sql')).toSorted()
  for (const name of names) {
    const text = await readFile(join(folder, name), 'utf8')
    await database.transaction(async (session) => {
      // Coordinators that start side by side wait for each other here.
      await session.query('select pg_advisory_xact_lock($1)', [lockNumber])
      await session.script(`create schema if not exists framefarm;
        create table if not exists framefarm.migrations (name text primary key, applied_at timestamptz not null default now())`)
      const applied = await session.query('select 1 from framefarm.migrations where name = $1', [name])
      if (applied.length > 0) return
      await session.script(text)
      await session.query('insert into framefarm.migrations (name) values ($1)', [name])
    })
  }
}
