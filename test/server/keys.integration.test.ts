import { readFile, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { addSecret } from '../../src/server/api/access/add-secret.ts'
import { hashSecret, newSecret } from '../../src/server/api/access/hash-secret.ts'
import { keysFile, readKeysFile } from '../../src/server/api/access/keys-file.ts'
import { problemOf, sentFilm, startApi } from '../support/api.ts'
import { framefarm } from '../support/framefarm.ts'
import { sharedFolder, sharedServer } from '../support/own-server.ts'
import { tempFolder } from '../support/temp-folder.ts'

async function newKey(file: string, id: string) {
  const { code, stdout } = await framefarm(['key', 'new', id, '--file', file, '--json'])
  return { code, said: JSON.parse(stdout) as { readonly secret?: string; readonly error?: { readonly code: string; readonly message: string } } }
}

describe('framefarm key new', () => {
  it('makes a file that only its user may read, and shows a secret once that opens the server', async () => {
    const file = join(await tempFolder(), 'keys.json')
    const { code, stdout, stderr } = await framefarm(['key', 'new', 'shop', '--file', file])
    const secrets = stdout.match(/ffk_[\w-]{43}/g) ?? []
    expect({ code, secrets: secrets.length, stderr }).toEqual({ code: 0, secrets: 1, stderr: '' })
    const [secret = ''] = secrets
    expect((await stat(file)).mode & 0o777).toBe(0o600)
    expect(await readFile(file, 'utf8')).not.toContain(secret.slice('ffk_'.length))
    const api = await startApi({ keys: await readKeysFile(file) })
    expect((await api.call('/v1/renders', { key: secret })).status).toBe(200)
    expect((await api.call('/v1/renders', { key: `${secret.slice(0, -1)}_` })).status).toBe(401)
    expect((await api.call('/v1/renders')).status).toBe(401)
  })

  it('adds to the keys that are there, leaves their limits, and refuses an id that is taken', async () => {
    const file = join(await tempFolder(), 'keys.json')
    const first = { id: 'shop', sha256: 'a'.repeat(64), maxRendersPerDay: 7 }
    await writeFile(file, JSON.stringify({ keys: [first] }))
    const { code, said } = await newKey(file, 'blog')
    expect({ code, said }).toEqual({ code: 0, said: { id: 'blog', secret: expect.stringMatching(/^ffk_/) } })
    const written = await readFile(file, 'utf8')
    expect(JSON.parse(written)).toEqual({ keys: [first, { id: 'blog', sha256: expect.stringMatching(/^[0-9a-f]{64}$/) }] })
    const again = await newKey(file, 'shop')
    expect(again).toMatchObject({ code: 2, said: { error: { code: 'USAGE', message: expect.stringContaining('has shop already') } } })
    expect(await readFile(file, 'utf8')).toBe(written)
  })

  it.each([
    ['no JSON', '{"keys": [', 'is not JSON'],
    ['a key without a hash', '{"keys":[{"id":"shop"}]}', 'sha256'],
    ['a setting that there is none of', `{"keys":[{"id":"shop","sha256":"${'a'.repeat(64)}","admin":true}]}`, 'admin'],
  ])('refuses a file that has %s, and leaves it as it is', async (_what, broken, reason) => {
    const file = join(await tempFolder(), 'keys.json')
    await writeFile(file, broken)
    await expect(addSecret(file, 'blog', keysFile)).rejects.toMatchObject({ code: 'TOOL_SETTING_WRONG', message: expect.stringContaining(reason) })
    expect(await readFile(file, 'utf8')).toBe(broken)
  })

  it('refuses a corrupt file on the command line too, and an id that is none', async () => {
    const file = join(await tempFolder(), 'keys.json')
    await writeFile(file, '{}')
    expect(await newKey(file, 'blog')).toMatchObject({ code: 5, said: { error: { code: 'TOOL_SETTING_WRONG' } } })
    expect(await readFile(file, 'utf8')).toBe('{}')
    expect(await newKey(file, 'A Shop')).toMatchObject({ code: 2, said: { error: { code: 'USAGE' } } })
  })
})

describe('the limits of a key', () => {
  const path = join(sharedFolder(), 'keys.json')
  const secrets = { maxRendersPerDay: newSecret('ffk_'), maxActiveRenders: newSecret('ffk_') }
  beforeAll(async () => {
    const keys = Object.entries(secrets).map(([limit, secret]) => ({ id: limit.toLowerCase(), sha256: hashSecret(secret), [limit]: 1 }))
    await writeFile(path, JSON.stringify({ keys }))
  })
  const server = sharedServer({ FRAMEFARM_KEYS_FILE: path })

  it('count what was made: a request that is sent again is answered as before', async () => {
    const send = (secret: string, idempotencyKey: string) =>
      fetch(`${server()}/v1/renders`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'idempotency-key': idempotencyKey, authorization: `Bearer ${secret}` },
        body: JSON.stringify({ film: sentFilm() }),
      })
    for (const secret of Object.values(secrets)) {
      const first = await send(secret, 'order 1')
      expect(first.status).toBe(202)
      const again = await send(secret, 'order 1')
      expect([again.status, again.headers.get('idempotent-replayed')]).toEqual([202, 'true'])
      expect(await again.json()).toMatchObject({ id: ((await first.json()) as { readonly id: string }).id })
      expect(await problemOf(await send(secret, 'order 2'))).toMatchObject({ status: 429, code: 'LIMIT_REACHED' })
      // What was refused has left nothing behind.
      expect(await problemOf(await send(secret, 'order 2'))).toMatchObject({ status: 429, code: 'LIMIT_REACHED' })
    }
  })
})
