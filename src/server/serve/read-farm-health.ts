import { statfs } from 'node:fs/promises'
import type { Database } from '../../engine/database.ts'
import { backlogOf } from '../../engine/records/backlog-records.ts'
import type { FarmHealth } from '../api/metrics/farm-health.ts'

/** @param dataFolder of this server */
export async function readFarmHealth(database: Database, dataFolder: string): Promise<FarmHealth> {
  const [backlog, { bavail, bsize }] = await Promise.all([backlogOf(database), statfs(dataFolder)])
  return { ...backlog, freeBytes: bavail * bsize }
}
