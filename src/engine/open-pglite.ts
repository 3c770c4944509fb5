import { access, mkdir, rename, rm } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import { PGlite, type Transaction } from '@electric-sql/pglite'
import { fromPglite, type Db } from 'pg-boss'
import { FramefarmError, messageOf } from '../shared/errors.ts'
import type { OpenDatabase, Session } from './database.ts'
import { lockFolder } from './folder-lock.ts'
import { readPgliteTemplate } from './pglite-template.ts'

/** PGlite has no autovacuum; without statistics the order of a long queue is found by reading all of it. */
const vacuumMs = 600_000

/** Its default of 128 MB is more than the whole database will ever be. The option replaces the defaults. */
const startParams = [...PGlite.defaultStartParams, '-c', 'shared_buffers=8MB']

/**
 * The database in a folder of this machine, for this process alone. What is committed outlives kill -9, but not a loss of power:
 * PGlite does not wait for the disk.
 * @throws DATABASE_IN_USE, DATABASE_UNAVAILABLE
 */
export async function openPglite(path: string): Promise<OpenDatabase & { readonly bossDatabase: Db }> {
  const folder = resolve(path)
  await mkdir(dirname(folder), { recursive: true })
  const lock = await lockFolder(folder)
  try {
    if (!(await isDatabase(folder))) await makeDatabase(folder)
    const pglite = await PGlite.create(folder, { startParams })
    const vacuum = setInterval(() => void pglite.exec('vacuum analyze').catch(() => undefined), vacuumMs)
    vacuum.unref()
    return {
      database: { ...sessionOf(pglite), transaction: (work) => pglite.transaction((transaction) => work(sessionOf(transaction))) },
      bossDatabase: fromPglite(pglite),
      isShared: false,
      close: async () => {
        clearInterval(vacuum)
        await pglite.close()
        await lock.release()
      },
    }
  } catch (cause) {
    await lock.release()
    throw new FramefarmError('DATABASE_UNAVAILABLE', `the database in ${folder} could not be opened: ${messageOf(cause)}`, { cause })
  }
}

/** Made beside its place and moved there whole, so that a first start that is killed leaves nothing half made. */
async function makeDatabase(folder: string): Promise<void> {
  const unfinished = `${folder}.unfinished`
  await rm(unfinished, { recursive: true, force: true })
  const pglite = await PGlite.create(unfinished, { startParams, loadDataDir: await readPgliteTemplate() })
  await pglite.close()
  await rm(folder, { recursive: true, force: true })
  await rename(unfinished, folder)
}

function isDatabase(folder: string): Promise<boolean> {
  return access(join(folder, 'PG_VERSION')).then(
    () => true,
    () => false,
  )
}

function sessionOf(pglite: PGlite | Transaction): Session {
  return {
    query: async <Row>(text: string, values: readonly unknown[] = []) => (await pglite.query<Row>(text, [...values])).rows,
    script: async (text) => void (await pglite.exec(text)),
  }
}
