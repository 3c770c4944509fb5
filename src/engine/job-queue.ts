import type { Db, PgBoss } from 'pg-boss'
import { hashOf } from '../shared/hash.ts'
import type { Session } from './database.ts'

const queue = 'work'

/** How often work may be lost by those who hold it before it is taken for what kills them. */
const maxLosses = 10

/** pg-boss ends jobs that are held for longer, however alive their holder is. It allows a day at most. */
const expireInSeconds = 23 * 3600

/** A job that waits is never to be removed for its age. */
const retentionSeconds = 10 * 365 * 24 * 3600
const deleteAfterSeconds = 24 * 3600

export type Job = {
  /** Says what is to be done, and is the same whenever the same work is added. */
  readonly key: string
  /** Number of its render. */
  readonly render: number
  /** Of a chunk. */
  readonly output?: number
  readonly chunk?: number
  /** Not before so many seconds from now. */
  readonly delaySeconds?: number
}

/** A job that was taken: the attempt is the fence. */
export type HeldJob = { readonly key: string; readonly attempt: number }

/**
 * The one queue of work, on pg-boss. Every call is a statement in the session that it is given, so that a job changes together with
 * the rows that it is about.
 */
export class JobQueue {
  readonly #boss: PgBoss

  private constructor(boss: PgBoss) {
    this.#boss = boss
  }

  static async open(boss: PgBoss): Promise<JobQueue> {
    await boss.start()
    await boss.createQueue(queue, {
      expireInSeconds,
      retentionSeconds,
      deleteAfterSeconds,
      retryLimit: maxLosses,
      retryDelay: 0,
      retryBackoff: false,
    })
    // pg-boss looks its queues up by a connection of its own when they are first used. Within a transaction of PGlite that waits for ever.
    await boss.findJobs(queue, { id: idOf('none') })
    return new JobQueue(boss)
  }

  /** What is in the queue already, in whatever state, is left as it is. */
  async add(session: Session, jobs: readonly Job[]): Promise<void> {
    if (jobs.length === 0) return
    // Whose turn it is cannot be said by a number that a job is given once. It is found out when one is taken (turn-records.ts), and
    // what pg-boss has as a priority, with an index by it, tells whose job it is.
    const rows = jobs.map(({ render, delaySeconds = 0, ...data }) => ({
      id: idOf(data.key),
      data,
      priority: render,
      startAfter: String(delaySeconds),
    }))
    await this.#boss.insert(queue, rows, { db: dbOf(session) })
  }

  /** @returns false where the job is not held by this attempt any more */
  async complete(session: Session, held: HeldJob): Promise<boolean> {
    return this.#settled(await this.#boss.complete(queue, attemptOf(held), null, { db: dbOf(session) }))
  }

  /** To be taken again, by anybody: nobody is at fault. @returns false where the job is not held by this attempt any more */
  async putBack(session: Session, held: HeldJob, delaySeconds: number): Promise<boolean> {
    return this.#release(session, held, { delaySeconds, limitRaise: 1 })
  }

  /** Its holder is gone. @returns false where that has happened too often, or the job is not held by this attempt any more */
  async putBackLost(session: Session, held: HeldJob): Promise<boolean> {
    return this.#release(session, held, { delaySeconds: 0, limitRaise: 0 })
  }

  /** Nobody takes these any more, and who holds one is not heard. */
  async cancel(session: Session, keys: readonly string[]): Promise<void> {
    if (keys.length > 0) await this.#boss.cancel(queue, keys.map(idOf), { db: dbOf(session) })
  }

  /** pg-boss counts every new attempt against the limit, so the limit is raised where the attempt is to be free. */
  async #release(session: Session, held: HeldJob, { delaySeconds, limitRaise }: { readonly delaySeconds: number; readonly limitRaise: number }) {
    const released = await session.query(
      `update pgboss.job set state = 'retry', retry_count = retry_count + 1, retry_limit = retry_limit + $4, started_on = null,
         start_after = now() + $5 * interval '1 second'
       where name = $1 and id = $2 and retry_count = $3 and state = 'active' and retry_count < retry_limit + $4 returning id`,
      [queue, idOf(held.key), held.attempt, limitRaise, delaySeconds],
    )
    return released.length > 0
  }

  #settled(response: unknown): boolean {
    return typeof response === 'object' && response !== null && 'affected' in response && response.affected === 1
  }
}

function attemptOf({ key, attempt }: HeldJob) {
  return { id: idOf(key), retryCount: attempt }
}

/** pg-boss names jobs by UUIDs. */
function idOf(key: string): string {
  return hashOf(key)
    .slice(0, 32)
    .replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')
}

function dbOf(session: Session): Db {
  return { executeSql: async (text, values = []) => ({ rows: [...(await session.query(text, values))] }) }
}
