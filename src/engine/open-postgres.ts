import { Pool, type PoolClient } from 'pg'
import { FramefarmError, messageOf } from '../shared/errors.ts'
import type { OpenDatabase, Session } from './database.ts'

const poolSize = 10
const connectMs = 10_000

/** What PostgreSQL says of two transactions that wait for each other, or that cannot be put one after the other: one of them is to begin again. */
const retryableStates = new Set(['40P01', '40001'])
const maxTries = 5

/** A PostgreSQL server, which any number of coordinators may share. @throws DATABASE_UNAVAILABLE */
export async function openPostgres(databaseUrl: string): Promise<OpenDatabase> {
  const pool = new Pool({ connectionString: databaseUrl, max: poolSize, connectionTimeoutMillis: connectMs })
  // A connection that breaks while it is idle is replaced; the statement that comes next shows whether the server is gone.
  pool.on('error', () => undefined)
  try {
    await pool.query('select 1')
  } catch (cause) {
    await pool.end()
    throw new FramefarmError('DATABASE_UNAVAILABLE', `PostgreSQL could not be reached: ${messageOf(cause)}`, { cause })
  }
  return {
    database: { ...sessionOf(pool), transaction: (work) => inTransaction(pool, work) },
    isShared: true,
    close: () => pool.end(),
  }
}

async function inTransaction<T>(pool: Pool, work: (session: Session) => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries++) {
    const client = await pool.connect()
    try {
      await client.query('begin')
      const result = await work(sessionOf(client))
      await client.query('commit')
      client.release()
      return result
    } catch (error) {
      await rollBack(client)
      if (tries >= maxTries || !isRetryable(error)) throw error
    }
  }
}

async function rollBack(client: PoolClient): Promise<void> {
  try {
    await client.query('rollback')
    client.release()
  } catch {
    // The connection is broken, and the transaction gone with it.
    client.release(true)
  }
}

function isRetryable(error: unknown): boolean {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' && retryableStates.has(error.code)
}

function sessionOf(connection: Pool | PoolClient): Session {
  return {
    query: async <Row>(text: string, values: readonly unknown[] = []) => (await connection.query(text, [...values])).rows as Row[],
    script: async (text) => void (await connection.query(text)),
  }
}
