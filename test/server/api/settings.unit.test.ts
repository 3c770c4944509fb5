import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { hashSecret, newSecret } from '../../../src/server/api/access/hash-secret.ts'
import { readKeysFile } from '../../../src/server/api/access/keys-file.ts'
import { readSettings } from '../../../src/server/settings/read-settings.ts'
import { tempFolder } from '../../support/temp-folder.ts'
import { thrownBy } from '../../support/thrown-by.ts'

async function written(name: string, content: unknown): Promise<string> {
  const path = join(await tempFolder(), name)
  await writeFile(path, typeof content === 'string' ? content : JSON.stringify(content))
  return path
}

describe('settings', () => {
  it('are those of the command line, else of the environment, else of the file, else the defaults', async () => {
    const FRAMEFARM_CONFIG = await written('settings.json', { port: 1, maxUploads: 2, logLevel: 'warn', webOrigins: ['https://a.example'] })
    const environment = { FRAMEFARM_CONFIG, FRAMEFARM_PORT: '3', FRAMEFARM_MAX_UPLOADS: '', FRAMEFARM_DESTINATIONS: 'gs://a/, gs://b/' }
    expect(await readSettings(environment, { logLevel: 'error' })).toMatchObject({
      port: 3,
      maxUploads: 2,
      logLevel: 'error',
      host: '127.0.0.1',
      destinations: ['gs://a/', 'gs://b/'],
      webOrigins: ['https://a.example'],
    })
  })

  it.each([
    ['FRAMEFARM_PORT', 'http', 'FRAMEFARM_PORT is "http"; allowed: a whole number from 0 to 65535'],
    ['FRAMEFARM_PORT', '65536', 'FRAMEFARM_PORT is 65536; allowed: a whole number from 0 to 65535'],
    ['FRAMEFARM_LOG_LEVEL', 'loud', 'FRAMEFARM_LOG_LEVEL is "loud"; allowed: debug, info, warn, error, silent'],
    ['FRAMEFARM_PRICE_CURRENCY', 'euro', 'FRAMEFARM_PRICE_CURRENCY is "euro"; allowed: text that matches ^[A-Z]{3}$'],
  ])('refuse %s=%s by name, value and what is allowed', async (variable, value, message) => {
    expect(await thrownBy(readSettings({ [variable]: value }))).toMatchObject({ code: 'TOOL_SETTING_WRONG', message })
  })

  it('name what is wrong in the file', async () => {
    const path = await written('settings.json', { prot: 1 })
    expect(await thrownBy(readSettings({ FRAMEFARM_CONFIG: path }))).toMatchObject({
      message: expect.stringMatching(/has the field prot; allowed: host, port/),
    })
    const wrong = await written('settings.json', { port: '1' })
    expect(await thrownBy(readSettings({ FRAMEFARM_CONFIG: wrong }))).toMatchObject({ message: expect.stringMatching(/^port in .* is "1"; allowed/) })
    const broken = await written('settings.json', '{"port": }')
    expect(await thrownBy(readSettings({ FRAMEFARM_CONFIG: broken }))).toMatchObject({
      message: expect.stringMatching(/is not JSON at line 1, column 10/),
    })
    expect(await thrownBy(readSettings({ FRAMEFARM_CONFIG: '/nowhere.json' }))).toMatchObject({ code: 'TOOL_SETTING_WRONG' })
  })
})

describe('the keys file', () => {
  it('lets in whoever has a secret whose hash it lists, with what the key may do', async () => {
    const [one, other] = [newSecret('ffk_'), newSecret('ffk_')]
    const keys = await readKeysFile(await written('keys.json', { keys: [{ id: 'shop', sha256: hashSecret(one), maxActiveRenders: 2 }] }))
    expect(await keys.check(one)).toEqual({
      id: 'shop',
      name: '',
      requestsPerMinute: 600,
      burst: 100,
      maxActiveRenders: 2,
      maxRendersPerDay: null,
      maxSlots: null,
      destinations: [],
    })
    expect(await keys.check(other)).toBeNull()
    expect(await keys.check(hashSecret(one))).toBeNull()
  })

  it('is refused where it has faults, and the message has no secret', async () => {
    for (const content of ['{', { keys: [] }, { keys: [{ id: 'a' }] }, { keys: [{ id: '../a', sha256: '0'.repeat(64) }] }, { keys: [], more: 1 }])
      expect(await thrownBy(readKeysFile(await written('keys.json', content)))).toMatchObject({ code: 'TOOL_SETTING_WRONG' })
    const twice = { id: 'a', sha256: '0'.repeat(64) }
    expect(await thrownBy(readKeysFile(await written('keys.json', { keys: [twice, twice] })))).toMatchObject({
      message: expect.stringContaining('has the same id twice'),
    })
  })
})
