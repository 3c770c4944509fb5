import { execFile } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { expect, it } from 'vitest'
import { coordinatorOn } from '../support/coordinator-on.ts'
import { hasPostgres, startPostgres } from '../support/postgres-server.ts'
import { requestOf } from '../support/render-request.ts'
import { ScriptedWorker } from '../support/scripted-worker.ts'
import { tempFolder } from '../support/temp-folder.ts'

async function withCoordinator<T>(url: string, work: (coordinator: Awaited<ReturnType<typeof coordinatorOn>>) => Promise<T>): Promise<T> {
  await using coordinator = await coordinatorOn(url)
  // Awaited here, or the coordinator would end before the work.
  return await work(coordinator)
}

it.skipIf(!hasPostgres)(
  'PostgreSQL (where it is installed) is as it was by the commands of docs/operations.md, and goes on',
  { timeout: 120_000 },
  async () => {
    const page = await readFile(join(import.meta.dirname, '../../docs/operations.md'), 'utf8')
    const commandOf = (program: string) => new RegExp(`\`(${program} --[^\`]{20,})\``).exec(page)?.[1] ?? 'false'
    await using server = await startPostgres()
    const folder = await tempFolder()
    const run = async (command: string) =>
      promisify(execFile)('bash', ['-euo', 'pipefail', '-c', command], { cwd: folder, env: { ...process.env, DATABASE_URL: server.url } })

    const kept = await withCoordinator(server.url, async ({ farm }) => (await farm.submit(requestOf(2), null, null)).render.id)
    await run(commandOf('pg_dump'))
    const later = await withCoordinator(server.url, async ({ farm, leases }) => {
      await new ScriptedWorker(leases).workUntilIdle()
      return (await farm.submit(requestOf(1), null, null)).render.id
    })
    for (const program of ['psql', 'pg_restore']) await run(commandOf(program))

    await withCoordinator(server.url, async ({ farm, leases }) => {
      expect(await farm.find(kept, null)).toMatchObject({ state: 'queued' })
      expect(await farm.find(later, null)).toBeNull()
      await new ScriptedWorker(leases).workUntilIdle()
      expect(await farm.find(kept, null)).toMatchObject({ state: 'succeeded' })
    })
  },
)
