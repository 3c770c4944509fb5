import { PgBoss, type ConstructorOptions } from 'pg-boss'
import { FramefarmError } from '../shared/errors.ts'
import type { Database, OpenDatabase } from './database.ts'
import { JobQueue } from './job-queue.ts'
import { migrate } from './migrate.ts'
import { openPglite } from './open-pglite.ts'
import { openPostgres } from './open-postgres.ts'

export type Engine = {
  readonly database: Database
  readonly jobs: JobQueue
  /** Whether other coordinators may be at work on the same database. */
  readonly isShared: boolean
  readonly close: () => Promise<void>
}

type EngineDatabase = OpenDatabase & { readonly boss: ConstructorOptions }

/** Its maintenance only removes what is long done: lost leases are the coordinator's to find. */
const bossOptions = { schedule: false, superviseIntervalSeconds: 60, flowIntervalSeconds: 600, persistWarnings: false } as const

/**
 * The one place that knows what lies below: `pglite:FOLDER`, a database of this process in a folder, or `postgres://...`, a server.
 * @param onError hears what fails in the background and is tried again
 * @throws TOOL_SETTING_WRONG, DATABASE_IN_USE, DATABASE_UNAVAILABLE
 */
export async function openEngine(databaseUrl: string, onError: (error: unknown) => void = () => undefined): Promise<Engine> {
  const opened = await openDatabase(databaseUrl)
  try {
    await migrate(opened.database)
    const boss = new PgBoss({ ...bossOptions, ...opened.boss })
    boss.on('error', onError)
    boss.on('warning', () => undefined)
    const jobs = await JobQueue.open(boss)
    return {
      database: opened.database,
      isShared: opened.isShared,
      jobs,
      close: async () => {
        await boss.stop({ graceful: false })
        await opened.close()
      },
    }
  } catch (error) {
    await opened.close()
    throw error
  }
}

async function openDatabase(databaseUrl: string): Promise<EngineDatabase> {
  if (databaseUrl.startsWith('pglite:')) {
    const { bossDatabase, ...opened } = await openPglite(databaseUrl.slice('pglite:'.length))
    // Of an embedded database nobody watches the vacuum, and indexes cannot be built anew beside other statements.
    return { ...opened, boss: { backend: 'pglite', db: bossDatabase, monitorVacuum: false, reindex: false } }
  }
  if (/^postgres(ql)?:\/\//.test(databaseUrl)) {
    return { ...(await openPostgres(databaseUrl)), boss: { connectionString: databaseUrl, max: 3 } }
  }
  throw new FramefarmError('TOOL_SETTING_WRONG', `a database address that begins with ${databaseUrl.split(':')[0]}: is of no kind that is known`, {
    hint: 'Use pglite:FOLDER or postgres://USER@HOST/NAME',
  })
}
