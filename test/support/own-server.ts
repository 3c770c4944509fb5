import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pino } from 'pino'
import { afterAll, beforeAll } from 'vitest'
import { openServer, type RunningServer } from '../../src/server/serve/open-server.ts'
import { readSettings } from '../../src/server/settings/read-settings.ts'
import { dataFolderAt } from '../../src/storage/data-folder.ts'
import { policyFromEnvironment } from '../../src/storage/fetch/policy-from-environment.ts'

/** A folder that is gone when the tests of a file are. To be called beside them, not within one. */
export function sharedFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'framefarm-test-server-'))
  afterAll(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

/**
 * All that `framefarm serve` is but its worker, in this process, for all tests of a file. It may use whatever listens on this machine.
 * To be called beside the tests. @returns its address
 */
export function sharedServer(settings: Readonly<Record<string, string>> = {}): () => string {
  const dataFolder = dataFolderAt(sharedFolder())
  const assetFolder = join(dataFolder.root, 'assets')
  const errors: string[] = []
  let server: RunningServer | undefined
  beforeAll(async () => {
    server = await openServer({
      settings: await readSettings(settings, { port: 0, stopSeconds: 0 }),
      dataFolder,
      databaseUrl: `pglite:${join(dataFolder.root, 'database')}`,
      policy: { ...policyFromEnvironment({ assetFolder, sharedAssets: null }, { FRAMEFARM_ALLOWED_HOSTS: '127.0.0.1' }), assetFolder },
      workSlots: 1,
      workerCommand: null,
      log: pino({ level: 'error' }, { write: (line: string) => void errors.push(line) }),
      trace: null,
    })
  })
  afterAll(async () => {
    await server?.stop()
    if (errors.length > 0) throw new Error(`the server logged: ${errors.join('')}`)
  })
  return () => {
    if (!server) throw new Error('the server is opened before the first test')
    return server.url
  }
}
